using Curate.Core.Numerics.Vectors;
using Curate.Core.Running;
using Curate.Core.Select.Diversity;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Select.Diversity;

/// <summary>What tables of a few rows do not reach: several blocks, panels and pieces, and rows that are not watched.</summary>
public sealed class CoverageScaleTests
{
    private static VectorStore Rows(int count, int d, RunContext run)
    {
        var random = new SplitMix64(17);
        var rows = new VectorStore(count, d, 0, run);
        for (int i = 0; i < count; i++)
        {
            for (int p = 0; p < d; p++)
            {
                rows[i][p] = (float)((random.Unit() - 0.3) * (1 + (i % 7)));
            }
        }

        return rows;
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void A_row_is_as_like_itself_as_any_row_that_equals_it(int kind)
    {
        RunContext run = TestRuns.Context(workers: 2);
        using VectorStore rows = Rows(60, 19, run);
        for (int row = 0; row + 1 < rows.Count; row += 2)
        {
            rows[row].CopyTo(rows[row + 1]);
        }

        var similarities = new Similarities(rows, (SimilarityKind)kind, null, run);
        for (int row = 0; row + 1 < rows.Count; row += 2)
        {
            Assert.Equal(similarities.Of(row, row + 1), similarities.OfItself(row));
        }
    }

    [Theory]
    [InlineData(0, false, 19)]
    [InlineData(1, false, 19)]
    [InlineData(2, false, 19)]
    [InlineData(2, true, 19)]
    [InlineData(0, true, 19)]
    [InlineData(0, false, 131)]
    [InlineData(1, false, 131)]
    [InlineData(2, false, 131)]
    [InlineData(0, true, 131)]
    public void Bounds_are_above_the_sums_and_near_them(int kind, bool caps, int width)
    {
        RunContext run = TestRuns.Context(workers: 2);
        const int Count = 901;
        using VectorStore rows = Rows(Count, width, run);
        var similarities = new Similarities(rows, (SimilarityKind)kind, null, run);
        using var scan = new CoverageScan(rows, similarities, caps, run);
        var levels = new double[Count];
        for (int i = 0; i < Count; i++)
        {
            levels[i] = similarities.Of(i, (i * 31) % Count) * 0.7;
            scan.SetLevel(i, levels[i]);
        }

        double Sum(int j) => Enumerable.Range(0, Count).Sum(i => caps ? Math.Min(similarities.Of(i, j), levels[i]) : Math.Max(0, similarities.Of(i, j) - levels[i]));
        var all = new double[Count];
        scan.BoundAll(all);
        int[] some = [0, 5, 191, 192, 300, 399, 500, .. Enumerable.Range(600, 30), 900];
        var few = new double[some.Length];
        scan.Bound(some, few);
        for (int c = 0; c < some.Length; c++)
        {
            double sum = Sum(some[c]);
            foreach (double bound in new[] { all[some[c]], few[c] })
            {
                Assert.True(bound >= sum, $"{some[c]}: {bound:R} below {sum:R}");
                Assert.True(bound <= (sum * 1.01) + (1e-3 * similarities.Ceiling), $"{some[c]}: {bound:R} far above {sum:R}");
            }
        }
    }

    [Fact]
    public void Farthest_first_equals_the_plain_loop_on_more_rows_than_are_watched()
    {
        RunContext run = TestRuns.Context(workers: 2);
        const int Count = 3000;
        using VectorStore rows = Rows(Count, 5, run);
        using var search = new FarthestFirst(rows, 0, run);
        var rule = new DistanceRule(Metric.Euclidean);
        var nearest = new double[Count];
        Array.Fill(nearest, double.PositiveInfinity);
        int last = 0;
        search.Take(0);
        for (int t = 1; t < 300; t++)
        {
            for (int i = 0; i < Count; i++)
            {
                nearest[i] = Math.Min(nearest[i], rule.Rank(rows[i], rows[last], 5));
            }

            (int row, double rank) = search.Next();
            int expected = Array.IndexOf(nearest, nearest.Max());
            Assert.Equal((expected, nearest[expected]), (row, rank));
            search.Take(last = row);
        }
    }

    [Theory]
    [InlineData(6)]
    [InlineData(128)]
    public void Facility_location_of_several_blocks_equals_looking_at_all_rows(int width)
    {
        RunContext run = TestRuns.Context(workers: 2);
        const int Count = 700;
        using VectorStore rows = Rows(Count, width, run);
        var options = new DiverseOptions { Similarity = SimilarityKind.Rbf };
        var pool = new Pool { Rows = rows, Count = 25, Must = [], Draw = run.Draw("test"), Run = run };
        Picks picks = FacilityLocation.Pick(pool, options);
        var similarities = new Similarities(rows, SimilarityKind.Rbf, null, run);
        var levels = new double[Count];
        for (int t = 0; t < 25; t++)
        {
            double Gain(int j) => Enumerable.Range(0, Count).Sum(i => Math.Max(0, similarities.Of(i, j) - levels[i]));
            double best = Enumerable.Range(0, Count).Max(Gain);
            Assert.Equal(best, Gain(picks.Rows[t]), 1e-9);
            Assert.Equal(best, picks.Gains[t], 1e-9);
            for (int i = 0; i < Count; i++)
            {
                levels[i] = Math.Max(levels[i], similarities.Of(i, picks.Rows[t]));
            }
        }
    }

    [Theory]
    [InlineData(0, 19)]
    [InlineData(1, 19)]
    [InlineData(2, 19)]
    [InlineData(0, 131)]
    [InlineData(1, 131)]
    [InlineData(2, 131)]
    public void Lists_hold_every_row_that_a_candidate_adds_to_and_bound_what_it_adds_while_levels_rise(int kind, int width)
    {
        RunContext run = TestRuns.Context(workers: 2);
        const int Count = 901;
        using VectorStore rows = Rows(Count, width, run);
        var similarities = new Similarities(rows, (SimilarityKind)kind, null, run);
        using var scan = new CoverageScan(rows, similarities, caps: false, run);
        using CandidateLists lists = CandidateLists.TryMake(Count, CoverageScan.BytesOfPairs(Count), run)!;
        using var helpers = new HotHelpers(run.Workers);
        var levels = new double[Count];
        void Rise(int picked, double share)
        {
            for (int i = 0; i < Count; i++)
            {
                levels[i] = Math.Max(levels[i], similarities.Of(i, (i * picked) % Count) * share);
                scan.SetLevel(i, levels[i]);
            }
        }

        Rise(31, 0.7);
        lists.Clear(0, scan.Most);
        int[] some = [0, 5, 191, 192, 300, 399, 500, .. Enumerable.Range(600, 60), 900];
        scan.Bound(some, new double[some.Length], lists);
        Assert.Equal(some, Enumerable.Range(0, Count).Where(lists.Has));
        CheckLists(some);
        Rise(7, 0.9);
        CheckLists(some);
        lists.Clear(0, scan.Most);
        Assert.DoesNotContain(Enumerable.Range(0, Count), lists.Has);
        for (int i = 0; i < Count; i++)
        {
            lists.Begin(i);
        }

        scan.BoundAll(new double[Count], lists);
        CheckLists([.. Enumerable.Range(0, Count)]);
        Rise(13, 0.95);
        CheckLists([.. Enumerable.Range(0, Count)]);

        void CheckLists(int[] candidates)
        {
            foreach (int j in candidates)
            {
                double sum = 0;
                var adds = new List<int>();
                for (int i = 0; i < Count; i++)
                {
                    double own = similarities.Of(i, j) - levels[i];
                    sum += Math.Max(0, own);
                    if (own > 0)
                    {
                        adds.Add(i);
                    }
                }

                var bounds = new double[1];
                var counts = new int[1];
                scan.BoundOf(lists, [j], bounds, counts, helpers);
                (double bound, int pairs) = (bounds[0], counts[0]);
                var held = new List<int>();
                lists.Rows(j, held);
                Assert.Equal(pairs, held.Count);
                Assert.Equal(held.Order().Distinct(), held);
                Assert.Empty(adds.Except(held));
                Assert.True(bound >= sum, $"{j}: {bound:R} below {sum:R}");
                Assert.True(bound <= (sum * 1.01) + (1e-3 * similarities.Ceiling), $"{j}: {bound:R} far above {sum:R}");
            }
        }
    }

    [Theory]
    [InlineData(72_000_000, 12)]
    [InlineData(8_000_000, 12)]
    [InlineData(72_000_000, 130)]
    [InlineData(20_000_000, 130)]
    public void Facility_location_picks_the_same_rows_with_lists_of_all_rows_of_some_and_of_none(long memory, int width)
    {
        const int Count = 2500;
        (int[] Rows, double[] Gains) Pick(RunContext run)
        {
            using VectorStore rows = Rows(Count, width, run);
            Picks picks = FacilityLocation.Pick(new Pool { Rows = rows, Count = 60, Must = [], Draw = run.Draw("test"), Run = run }, new DiverseOptions());
            return ([.. picks.Rows], [.. picks.Gains]);
        }

        (int[] rows, double[] gains) = Pick(TestRuns.Context(workers: 2));
        (int[] tight, double[] tightGains) = Pick(TestRuns.Context(workers: 1, memoryBytes: memory));
        Assert.Equal(rows, tight);
        Assert.Equal(gains, tightGains);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(21)]
    [InlineData(600)]
    public void Distances_from_the_mean_are_those_of_one_row_at_a_time(int dimensions)
    {
        RunContext run = TestRuns.Context(workers: 2);
        using VectorStore rows = Rows(391, dimensions, run);
        var similarities = new Similarities(rows, SimilarityKind.Euclidean, null, run);
        var mean = new double[dimensions];
        for (int p = 0; p < mean.Length; p++)
        {
            for (int i = 0; i < rows.Count; i++)
            {
                mean[p] += rows[i][p];
            }

            mean[p] /= rows.Count;
        }

        double Distance(int row)
        {
            double sum = 0;
            for (int p = 0; p < dimensions; p++)
            {
                double off = rows[row][p] - mean[p];
                sum = Math.FusedMultiplyAdd(off, off, sum);
            }

            return sum;
        }

        Assert.Equal(mean, Similarities.MeanOf(rows, run));
        Assert.Equal(Enumerable.Range(0, rows.Count).Select(Distance), similarities.FromMean);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(65_536 - 100)]
    public void Lists_hold_runs_of_several_chunks_and_windows_in_order(int first)
    {
        using CandidateLists lists = CandidateLists.TryMake(300, 0, TestRuns.Context())!;
        lists.Clear(0, 1);
        lists.Begin(3);
        var expected = new List<int>();
        for (int at = first; at < first + 900; at += 180)
        {
            foreach (IGrouping<int, int> window in Enumerable.Range(at, 180).GroupBy(row => row / CandidateLists.Window))
            {
                lists.Add(3, window.Key, [.. window.Select(row => lists.Entry(row, (row % 10) / 10f))]);
                expected.AddRange(window);
            }
        }

        var held = new List<int>();
        lists.Rows(3, held);
        Assert.Equal(expected, held);
    }

    [Fact]
    public void Lists_that_there_is_no_room_for_are_forgotten_and_freed_room_is_used_again()
    {
        RunContext run = TestRuns.Context();
        using CandidateLists lists = CandidateLists.TryMake(300, 0, run)!;
        lists.Clear(0, 1);
        long rows = lists.Room / 4;
        lists.Begin(0);
        for (int row = 0; row < rows; row++)
        {
            lists.Add(0, 0, [lists.Entry(row, 0.5f)]);
        }

        Assert.False(lists.Has(0));
        lists.Begin(1);
        lists.Add(1, 70_000 / CandidateLists.Window, [lists.Entry(70_000, 0.25f)]);
        var held = new List<int>();
        lists.Rows(1, held);
        Assert.Equal([70_000], held);
    }
}
