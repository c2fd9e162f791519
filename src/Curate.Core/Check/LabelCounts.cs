using Curate.Core.Data;
using Curate.Core.Grouping;
using Curate.Core.Options;

namespace Curate.Core.Check;

/// <summary>How many rows have a label and how many classes there are: known before features are looked at, in one pass for all checks that learn.</summary>
/// <param name="Rows">Rows with a label.</param>
/// <param name="Classes">Different labels.</param>
/// <param name="Smallest">Rows of the smallest class; 0 where there is none.</param>
internal sealed record LabelCounts(long Rows, int Classes, long Smallest)
{
    /// <summary>The counts of <c>--label</c>.</summary>
    public static LabelCounts Of(CheckInputs inputs) => inputs.Shared("label counts", static from =>
    {
        using var labels = GroupTable.Read(from.Passes, from.Main, [from.Roles.Label!], "count labels", from.Passes.Context, keepCodes: false);
        long rows = 0;
        int classes = 0;
        long smallest = long.MaxValue;
        for (int g = 0; g < labels.Count; g++)
        {
            if (!labels.IsMissing(g))
            {
                classes++;
                rows += labels.RowsOf(g);
                smallest = Math.Min(smallest, labels.RowsOf(g));
            }
        }

        return new LabelCounts(rows, classes, classes == 0 ? 0 : smallest);
    });

    /// <summary>Why a classifier cannot be trained: too few rows or classes; null where it can.</summary>
    public static string? TooFew(CheckInputs inputs, long leastRows)
    {
        LabelCounts counts = Of(inputs);
        return counts.Classes < 2 ? $"The label has {NumberText.Of(counts.Classes)} {(counts.Classes == 1 ? "class" : "classes")}; two are needed."
            : counts.Rows < leastRows ? $"{NumberText.Of(counts.Rows)} rows have a label; {NumberText.Of(leastRows)} are needed."
            : null;
    }
}
