using System.Text;
using Curate.Core.Data;
using Curate.Core.Resample.Features;

namespace Curate.Core.Resample.Over;

/// <summary>The order of categories by their values: as numbers where all of a column are numbers, else by the bytes of the text; a missing one last.</summary>
internal static class CategoryOrder
{
    /// <summary>The rank of a code of a column; columns are ranked when they are first asked for.</summary>
    public static Func<int, int, int> Of(LabelledTable table)
    {
        var ranks = new int[table.Store.Codes][];
        return (column, code) => (ranks[column] ??= Ranks(table, column))[code];
    }

    private static int[] Ranks(LabelledTable table, int column)
    {
        int count = table.CategoryCount(column);
        var texts = new byte[]?[count];
        var numbers = new double[count];
        bool numeric = true;
        for (int code = 0; code < count; code++)
        {
            texts[code] = table.CategoryText(column, code) is { } text ? Encoding.UTF8.GetBytes(text) : null;
            numeric &= texts[code] is null || ValueText.TryNumber(texts[code], out numbers[code]);
        }

        int[] order = [.. Enumerable.Range(0, count)];
        Array.Sort(order, (a, b) =>
        {
            if (texts[a] is null || texts[b] is null)
            {
                return (texts[a] is null).CompareTo(texts[b] is null);
            }

            int byNumber = numeric ? numbers[a].CompareTo(numbers[b]) : 0;
            return byNumber != 0 ? byNumber : texts[a].AsSpan().SequenceCompareTo(texts[b]);
        });
        var ranks = new int[count];
        for (int rank = 0; rank < count; rank++)
        {
            ranks[order[rank]] = rank;
        }

        return ranks;
    }
}
