using Curate.Core.Profile.Report;

namespace Curate.Core.Profile.Comparison;

/// <summary>
/// Words for effect sizes. Cohen's d has the usual borders 0.2, 0.5, 0.8 (Cohen 1988); those of the Kolmogorov-Smirnov and Jensen-Shannon
/// distances are what two normal distributions give that are so many deviations apart (2 Phi(d / 2) - 1, and numerically); Cramer's V has
/// 0.1, 0.3, 0.5; the population stability index 0.1, 0.25 by custom and 0.64 = 0.8^2, which d = 0.8 gives.
/// </summary>
public static class ShiftSize
{
    public const string None = "none";
    public const string Small = "small";
    public const string Medium = "medium";
    public const string Large = "large";

    private static readonly string[] s_names = [None, Small, Medium, Large];

    /// <summary>0 for none up to 3 for large: the largest among the measures that a shift has.</summary>
    public static int Level(ColumnShift shift) => Math.Max(
        Math.Max(Level(shift.Ks, 0.08, 0.2, 0.31), Level(shift.MeanShift, 0.2, 0.5, 0.8)),
        Math.Max(Math.Max(Level(shift.CramersV, 0.1, 0.3, 0.5), Level(shift.JensenShannon, 0.085, 0.21, 0.33)), Level(shift.Psi, 0.1, 0.25, 0.64)));

    /// <summary>0 to 3 for one measure; an absent or undefined one is 0.</summary>
    public static int Level(double? value, double small, double medium, double large)
    {
        double size = Math.Abs(value ?? 0);
        return size >= large ? 3 : size >= medium ? 2 : size >= small ? 1 : 0;
    }

    public static string Name(int level) => s_names[level];
}
