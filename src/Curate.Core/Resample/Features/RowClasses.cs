using Curate.Core.Grouping;

namespace Curate.Core.Resample.Features;

/// <summary>The classes of the rows of a <see cref="LabelledTable"/>.</summary>
/// <param name="Names">Classes in sorted order, each with a row.</param>
/// <param name="Counts">Rows of each.</param>
/// <param name="ClassOf">The class of each row.</param>
public sealed record RowClasses(IReadOnlyList<string> Names, IReadOnlyList<long> Counts, int[] ClassOf)
{
    /// <summary>The number that each row's class was made from; empty where labels are classes themselves.</summary>
    public double[] Targets { get; init; } = [];

    /// <summary>Labels as classes, in the order of reports.</summary>
    /// <param name="labels">All labels.</param>
    /// <param name="codes">The label of each row; a label that none of them has is no class.</param>
    public static RowClasses Of(GroupTable labels, List<int> codes)
    {
        var rows = new long[labels.Count];
        foreach (int code in codes)
        {
            rows[code]++;
        }

        int[] order = [.. labels.Sorted().Where(g => rows[g] > 0)];
        var place = new int[labels.Count];
        for (int c = 0; c < order.Length; c++)
        {
            place[order[c]] = c;
        }

        var classOf = new int[codes.Count];
        for (int i = 0; i < classOf.Length; i++)
        {
            classOf[i] = place[codes[i]];
        }

        return new RowClasses([.. order.Select(labels.Show)], [.. order.Select(g => rows[g])], classOf);
    }
}
