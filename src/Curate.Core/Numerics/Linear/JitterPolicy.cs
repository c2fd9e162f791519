namespace Curate.Core.Numerics.Linear;

/// <summary>
/// What is added to the diagonal of a matrix that is positive definite in theory and not in rounding: nothing first, then
/// <paramref name="First"/> times the mean of the diagonal, then ten times more each time, up to <paramref name="Last"/>.
/// </summary>
public readonly record struct JitterPolicy(double First, double Last)
{
    /// <summary>No jitter: a matrix that is not positive definite is an error.</summary>
    public static JitterPolicy None => default;

    /// <summary>From 1e-12 to 1e-4.</summary>
    public static JitterPolicy Standard => new(1e-12, 1e-4);
}
