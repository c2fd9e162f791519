using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Resample.Weights;

/// <summary>A statistic that weighed rows shall have.</summary>
/// <param name="Name">A column (its mean), <c>COL=LEVEL</c> (the share of a level), <c>var(COL)</c>, <c>m3(COL)</c> (the third central moment) or <c>corr(A:B)</c>.</param>
/// <param name="Value">What it shall be.</param>
/// <param name="Tolerance">How far it may be off; null as <c>--tolerance</c> says.</param>
internal sealed record MomentTarget(string Name, double Value, double? Tolerance)
{
    /// <summary>Reads <c>NAME=VALUE</c> items; the name ends at the last equals sign.</summary>
    public static IReadOnlyList<MomentTarget> Parse(IReadOnlyList<string> items)
    {
        var targets = new List<MomentTarget>();
        foreach (string item in items)
        {
            int equals = item.LastIndexOf('=');
            double value = 0;
            if (equals <= 0 || !NumberText.TryFraction(item.AsSpan(equals + 1), out value) || !double.IsFinite(value))
            {
                Fail.Usage($"--target takes NAME=VALUE pairs such as age=40, sex=f=0.5, var(age)=100 or corr(age:income)=0.3, not {Fail.Show(item)}.");
            }

            targets.Add(new MomentTarget(item[..equals], value, null));
        }

        return targets;
    }

    /// <summary>The parts of the name: what it is, its column, and the level or the second column.</summary>
    /// <param name="isColumn">Whether the dataset has a column of a name; such a name is a mean, whatever it looks like.</param>
    public (string Form, string Column, string? Other) Parts(Func<string, bool> isColumn)
    {
        if (isColumn(Name))
        {
            return ("mean", Name, null);
        }

        foreach (string form in new[] { "var", "m3", "corr" })
        {
            if (Name.StartsWith(form + "(", StringComparison.Ordinal) && Name.EndsWith(')'))
            {
                string inner = Name[(form.Length + 1)..^1];
                int colon = inner.IndexOf(':', StringComparison.Ordinal);
                return form != "corr" ? (form, inner, null) : colon > 0 ? (form, inner[..colon], inner[(colon + 1)..]) : (form, inner, "");
            }
        }

        int equals = Name.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 ? ("share", Name[..equals], Name[(equals + 1)..]) : ("mean", Name, null);
    }
}
