using Curate.Core.Grouping;
using Curate.Core.Randomness;
using Curate.Core.Running;

namespace Curate.Core.Select;

/// <summary>
/// Rows in the order of their draws until the next one would exceed the budget, in each group. Groups are sorted together, as many as a
/// quarter of the free budget holds at 16 bytes a row, and at least one: a walk over all rows for each such share.
/// </summary>
/// <param name="amount">What the sizes of a group's picked rows may add up to.</param>
/// <param name="groups">The group of every row.</param>
/// <param name="sizes">The size of every row.</param>
/// <param name="context">The run whose budget is used.</param>
internal sealed class SizedPick(double amount, GroupTable groups, RowValues<double> sizes, RunContext context)
{
    private const long LeastRows = 1 << 16;
    private const int EntryBytes = 16;

    public void Pick<TDraws>(TDraws draws, BitMap kept)
        where TDraws : IRowDraws
    {
        long most = Math.Max(LeastRows, context.Memory.Free / (4 * EntryBytes));
        for (int first = 0; first < groups.Count;)
        {
            int end = first;
            long rows = 0;
            while (end < groups.Count && (end == first || rows + groups.RowsOf(end) <= most))
            {
                rows += groups.RowsOf(end++);
            }

            PickFrom(draws, first, end, checked((int)rows), kept);
            first = end;
        }
    }

    private void PickFrom<TDraws>(TDraws draws, int first, int end, int rows, BitMap kept)
        where TDraws : IRowDraws
    {
        var members = new (ulong Draw, long Row)[rows];
        var next = new int[end - first];
        for (int g = first + 1; g < end; g++)
        {
            next[g - first] = next[g - first - 1] + (int)groups.RowsOf(g - 1);
        }

        for (long row = 0; row < draws.Rows; row++)
        {
            int g = draws.GroupOf(row);
            if (g >= first && g < end)
            {
                members[next[g - first]++] = (draws.DrawOf(row), row);
            }
        }

        int start = 0;
        for (int g = first; g < end; g++)
        {
            Span<(ulong Draw, long Row)> own = members.AsSpan(start..next[g - first]);
            start = next[g - first];
            own.Sort();
            double left = amount;
            foreach ((_, long row) in own)
            {
                left -= sizes[row];
                if (left < 0)
                {
                    break;
                }

                kept.Set(row);
            }
        }
    }
}
