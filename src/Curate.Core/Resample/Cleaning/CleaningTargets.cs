using Curate.Core.Errors;

namespace Curate.Core.Resample.Cleaning;

/// <summary>What <c>--to</c> means to a method without target counts: the classes that may lose rows.</summary>
public static class CleaningTargets
{
    /// <summary>The help of <c>--to</c>.</summary>
    public const string Help = "Classes that may lose rows: auto (not-minority), majority, not-minority, not-majority, all.";

    /// <summary>True for each class that may lose rows; the first of equal classes is the smallest or largest.</summary>
    /// <param name="target">The request.</param>
    /// <param name="counts">Rows of the classes in sorted order.</param>
    /// <exception cref="CurateException">A form that asks for counts, or <c>minority</c>.</exception>
    public static bool[] Of(BalanceTarget target, IReadOnlyList<long> counts)
    {
        int smallest = 0;
        int largest = 0;
        for (int c = 1; c < counts.Count; c++)
        {
            smallest = counts[c] < counts[smallest] ? c : smallest;
            largest = counts[c] > counts[largest] ? c : largest;
        }

        var targeted = new bool[counts.Count];
        for (int c = 0; c < targeted.Length; c++)
        {
            targeted[c] = target.Form switch
            {
                "majority" => c == largest,
                "not-majority" => c != largest,
                "all" => true,
                _ => c != smallest,
            };
        }

        return targeted;
    }

    /// <summary>Refuses forms without a meaning here, before anything is read.</summary>
    public static void Check(BalanceTarget target)
    {
        if (target.Form is not ("auto" or "majority" or "not-minority" or "not-majority" or "all"))
        {
            Fail.Usage($"--to {target} means nothing for a method that decides row by row which rows of a class leave.",
                "It takes auto, majority, not-minority, not-majority or all: the classes that may lose rows. For counts use near-miss, instance-hardness-threshold or random-under.");
        }
    }
}
