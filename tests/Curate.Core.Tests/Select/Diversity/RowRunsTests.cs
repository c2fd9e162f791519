using Curate.Core.Numerics.Kernels;
using Curate.Core.Running;
using Curate.Core.Select.Diversity;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Select.Diversity;

/// <summary>Pairs that are held back reach lists in the order in which they came, in runs of one window.</summary>
public sealed unsafe class RowRunsTests
{
    [Fact]
    public void Entries_reach_the_lists_of_their_rows_in_order_and_in_their_window() => Seeds.Each(20, seed =>
    {
        const int Rows = 2 * PanelScan.BlockRows;
        var draws = new SplitMix64(seed);
        RunContext run = TestRuns.Context(workers: 1);
        using CandidateLists lists = CandidateLists.TryMake(Rows, 0, run)!;
        lists.Clear(0, 1);
        var wanted = new List<int>[Rows];
        for (int row = 0; row < Rows; row++)
        {
            lists.Begin(row);
            wanted[row] = [];
        }

        var found = new PairRuns();
        foreach (int first in new[] { 0, PanelScan.BlockRows })
        {
            using var runs = new RowRuns(found, first);

            // Panels of 32 rows behind one another, the last ones beyond the first window.
            for (int panel = 2000; panel < 2100; panel++)
            {
                int panelRow = panel * TileKernel.Columns;
                runs.Enter(panelRow / CandidateLists.Window);
                for (int i = 0; i < PanelScan.BlockRows; i++)
                {
                    uint* next = runs.Next(i);
                    int many = draws.Unit() < 0.1 ? TileKernel.Columns : (int)(draws.Unit() * 3);
                    for (int c = 0; c < many; c++)
                    {
                        next[c] = lists.Entry(panelRow + c, 0.5f);
                        wanted[first + i].Add(panelRow + c);
                    }

                    runs.Advance(i, many);
                }
            }

            runs.Flush();
        }

        Assert.Equal(wanted.Sum(static own => own.Count), found.Pairs);
        found.AppendTo(lists, default);
        for (int row = 0; row < Rows; row++)
        {
            var rows = new List<int>();
            lists.Rows(row, rows);
            Assert.Equal(wanted[row], rows);
        }
    });
}
