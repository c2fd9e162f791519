namespace Curate.Core.Profile.Report;

/// <summary>A value, or a class of values, and how often it occurs.</summary>
/// <param name="Value">As it stands, or the name of a class.</param>
/// <param name="Count">Rows; for an estimate the rounded best guess.</param>
/// <param name="Share">Of the values that are not null.</param>
/// <param name="Low">Lower end of the share's interval; equal to the share where it is exact.</param>
/// <param name="High">Upper end.</param>
public readonly record struct ValueCount(string Value, long Count, double Share, double Low, double High)
{
    /// <summary>An exact count.</summary>
    public static ValueCount Exact(string value, long count, long of)
    {
        double share = of == 0 ? 0 : (double)count / of;
        return new(value, count, share, share, share);
    }
}
