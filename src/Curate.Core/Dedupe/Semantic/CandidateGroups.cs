using Curate.Core.Randomness;

namespace Curate.Core.Dedupe.Semantic;

/// <summary>
/// Candidates in the order of the keep rule: place 0 stays in any case. Of the rows of one candidate the one that the rule prefers stands for it.
/// </summary>
/// <remarks>32 bytes a candidate.</remarks>
internal sealed class CandidateGroups
{
    /// <param name="table">The vectors.</param>
    /// <param name="order">The order.</param>
    /// <param name="centreDistance">Distance of each candidate from the centre of its cluster.</param>
    /// <param name="draw">Draws of the random order.</param>
    public CandidateGroups(VectorTable table, VectorOrder order, double[] centreDistance, SeededDraw draw)
    {
        int count = table.Candidates;
        Sizes = new int[count];
        Best = new int[count];
        Array.Fill(Best, -1);
        var ranks = new ulong[count];
        for (int vector = 0; vector < table.CandidateOf.Length; vector++)
        {
            int candidate = table.CandidateOf[vector];
            if (candidate < 0)
            {
                continue;
            }

            Sizes[candidate]++;
            ulong rank = order switch
            {
                VectorOrder.ByRule => table.Ranks.Length == 0 ? 0 : table.Ranks[vector],

                // The bits of numbers that are not negative are ordered as they are.
                VectorOrder.Hard => ulong.MaxValue - BitConverter.DoubleToUInt64Bits(Math.Max(0.0, centreDistance[candidate])),
                VectorOrder.Easy => BitConverter.DoubleToUInt64Bits(Math.Max(0.0, centreDistance[candidate])),
                _ => draw.Bits(0, table.RowOf(vector)),
            };
            if (Best[candidate] < 0 || rank < ranks[candidate])
            {
                (Best[candidate], ranks[candidate]) = (vector, rank);
            }
        }

        InOrder = new int[count];
        for (int c = 0; c < count; c++)
        {
            InOrder[c] = c;
        }

        Array.Sort(InOrder, (a, b) => ranks[a] != ranks[b] ? ranks[a].CompareTo(ranks[b]) : Best[a].CompareTo(Best[b]));
        PlaceOf = new int[count];
        for (int place = 0; place < count; place++)
        {
            PlaceOf[InOrder[place]] = place;
        }
    }

    /// <summary>Candidates by place.</summary>
    public int[] InOrder { get; }

    /// <summary>The place of each candidate.</summary>
    public int[] PlaceOf { get; }

    /// <summary>Rows of each candidate.</summary>
    public int[] Sizes { get; }

    /// <summary>The vector that stays of those of a candidate.</summary>
    public int[] Best { get; }
}
