using System.Globalization;
using Curate.Core.Profile.Balance;
using Curate.Core.Profile.Report;
using Curate.TestKit;

namespace Curate.Core.Tests.Profile.Balance;

public sealed class CrossTableTests
{
    [Fact]
    public void Of_cells_gives_counts_empty_cells_and_association()
    {
        CrossReport report = CrossTable.Of("y", "g", [new("north", "yes", 5), new("north", "no", 90), new("south", "no", 400)]);
        Assert.Equal(["no", "yes"], report.Labels);
        Assert.Equal(["south", "north"], report.Groups);
        Assert.Equal([[400, 0], [90, 5]], report.Counts);
        Assert.Equal([("south", "yes")], report.EmptyCells);
        Assert.InRange(report.CramersV, 0.15, 0.3);
        Assert.Equal(4, report.Rates.Count);
    }

    [Fact]
    public void Of_cells_names_groups_below_the_limit_smallest_first()
    {
        CrossCell[] cells = [new("b", "yes", 4), new("b", "no", 5), new("a", "no", 9), new("c", "yes", 10), new("d", "no", 2)];
        Assert.Equal([("d", 2), ("a", 9), ("b", 9)], CrossTable.Of("y", "g", cells, 10).SmallGroups);
        Assert.Empty(CrossTable.Of("y", "g", cells).SmallGroups);
    }

    [Fact]
    public void Of_many_groups_sums_the_rest_and_keeps_every_row()
    {
        CrossCell[] cells = [.. Enumerable.Range(0, 300).SelectMany(static g => Enumerable.Range(0, 60).Select(l => new CrossCell("g" + g.ToString(CultureInfo.InvariantCulture), "l" + l.ToString(CultureInfo.InvariantCulture), 1 + ((g * l) % 7))))];
        CrossReport report = CrossTable.Of("y", "g", cells);
        Assert.Equal(CrossTable.MostGroups + 1, report.Groups.Count);
        Assert.Equal(CrossTable.MostLabels + 1, report.Labels.Count);
        Assert.Equal(CrossTable.Other, report.Groups[^1]);
        Assert.Equal(cells.Sum(static c => c.Count), report.Counts.Sum(static r => r.Sum()));
        Assert.Empty(report.EmptyCells);
    }

    [Fact]
    public void Composite_of_like_groups_is_the_pooled_rate_and_of_unlike_large_ones_their_own()
    {
        CrossReport like = CrossTable.Of("y", "g", [new("a", "yes", 10), new("a", "no", 90), new("b", "yes", 1), new("b", "no", 9)]);
        Assert.All(like.Rates.Where(static r => r.Label == "yes"), static r => Assert.Equal(0.1, r.Composite.Value, 12));
        CrossReport unlike = CrossTable.Of("y", "g", [new("a", "yes", 9000), new("a", "no", 1000), new("b", "yes", 1000), new("b", "no", 9000)]);
        Assert.All(unlike.Rates, static r => Assert.Equal(r.Direct.Value, r.Composite.Value, 3));
    }

    [Fact]
    public void Composite_lies_between_direct_and_pooled_and_in_its_interval() => Seeds.Each(10, static seed =>
    {
        var draws = new SplitMix64(seed);
        CrossCell[] cells = [.. Enumerable.Range(0, 12).SelectMany(g => new[] { new CrossCell("g" + g, "yes", draws.Below(9)), new CrossCell("g" + g, "no", 1 + draws.Below(60)) })];
        double pooled = cells.Where(static c => c.Label == "yes").Sum(static c => c.Count) / (double)cells.Sum(static c => c.Count);
        foreach (GroupRate rate in CrossTable.Of("y", "g", cells).Rates.Where(static r => r.Label == "yes"))
        {
            Assert.InRange(rate.Composite.Value, Math.Min(pooled, rate.Direct.Value) - 1e-12, Math.Max(pooled, rate.Direct.Value) + 1e-12);
            Assert.InRange(rate.Composite.Value, rate.Composite.Low, rate.Composite.High);
            Assert.InRange(rate.Composite.Low, 0, 1);
        }
    });

    [Fact]
    public void Composite_is_nearer_the_truth_than_the_direct_rate()
    {
        var draws = new SplitMix64(2);
        double direct = 0;
        double composite = 0;
        int covered = 0;
        int asked = 0;
        for (int run = 0; run < 60; run++)
        {
            var truth = new Dictionary<string, double>();
            var cells = new List<CrossCell>();
            for (int g = 0; g < 40; g++)
            {
                string name = "g" + g;
                truth[name] = 0.03 + (0.04 * draws.Unit());
                int rows = 5 + draws.Below(116);
                int yes = Enumerable.Range(0, rows).Count(_ => draws.Chance(truth[name]));
                cells.Add(new(name, "yes", yes));
                cells.Add(new(name, "no", rows - yes));
            }

            foreach (GroupRate rate in CrossTable.Of("y", "g", cells).Rates.Where(static r => r.Label == "yes"))
            {
                direct += Math.Pow(rate.Direct.Value - truth[rate.Group], 2);
                composite += Math.Pow(rate.Composite.Value - truth[rate.Group], 2);
                asked++;
                covered += rate.Composite.Low <= truth[rate.Group] && truth[rate.Group] <= rate.Composite.High ? 1 : 0;
            }
        }

        Assert.True(composite < direct / 4, $"{composite} against {direct}");
        Assert.True(covered > asked / 2, $"{covered} of {asked}");
    }
}
