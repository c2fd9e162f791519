using Curate.Core.Running;

namespace Curate.Core.Resample.Cleaning;

/// <summary>Rounds of editing, each on the survivors of the one before; the round that hits a limit counts.</summary>
internal static class EditingRounds
{
    /// <summary>Edits until a limit is hit.</summary>
    /// <param name="work">Table, targets, options and graph.</param>
    /// <param name="most">The largest k of any round.</param>
    /// <param name="rounds">k of each round.</param>
    /// <param name="untilStable">Stop when a round removes nothing.</param>
    /// <param name="sparesMinority">Stop when a class other than the smallest falls below the rows that the smallest began with.</param>
    /// <returns>True for each row that leaves.</returns>
    public static bool[] Run(CleaningWork work, int most, IEnumerable<int> rounds, bool untilStable, bool sparesMinority)
    {
        var near = new SurvivingNeighbours(work.Table, work.Graph!, most, work.Run);
        ReadOnlySpan<int> classOf = work.Table.ClassOf;
        var leaves = new bool[work.Table.Count];
        var votes = new int[work.Table.ClassCount];
        long[] counts = [.. work.Table.Counts];
        int smallest = work.Table.Smallest;
        var report = new ReportTable("rounds", "Rounds", ["round", "neighbors", "removed"]);
        string? ended = null;
        foreach (int k in rounds)
        {
            work.Run.Ct.ThrowIfCancellationRequested();
            var round = new bool[leaves.Length];
            long removed = 0;
            for (int row = 0; row < round.Length; row++)
            {
                if (near.IsAlive(row) && work.MayLeave(row)
                    && !EditedNearestNeighbours.Agree(near.Of(row, k), classOf, classOf[row], work.Options.Majority, votes))
                {
                    round[row] = leaves[row] = true;
                    counts[classOf[row]]--;
                    removed++;
                }
            }

            report.Add((long)report.Rows.Count + 1, (long)k, removed);
            ended = removed == 0 && untilStable ? "nothing was removed" : Ended(counts, smallest, work.Table.Counts[smallest], sparesMinority);
            if (ended is not null)
            {
                break;
            }

            if (removed > 0)
            {
                near.Remove(round, most);
            }
        }

        report.Add(ended ?? "all rounds were run", null, null);
        work.Tables.Add(report);
        return leaves;
    }

    private static string? Ended(long[] counts, int smallest, long least, bool sparesMinority)
    {
        for (int c = 0; c < counts.Length; c++)
        {
            if (counts[c] == 0)
            {
                return "a class has no rows left";
            }

            if (sparesMinority && c != smallest && counts[c] < least)
            {
                return "a class fell below the smallest";
            }
        }

        return null;
    }
}
