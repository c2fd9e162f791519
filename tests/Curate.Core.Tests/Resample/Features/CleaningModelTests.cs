using Curate.Core.Running;
using Curate.TestKit;

namespace Curate.Core.Tests.Resample.Features;

/// <summary>Each cleaner against its definition, on small tables full of equal rows and equal distances.</summary>
public sealed class CleaningModelTests
{
    private const int Tables = 60;

    private static void Each(Action<LabelledRowsTable, NaiveCleaning, (string, string)[], SplitMix64> check) => Seeds.Each(Tables, seed =>
    {
        var random = new SplitMix64(seed);
        LabelledRowsTable table = LabelledRowsTable.Random(random);
        bool collapse = random.Chance(0.5);
        check(table, new NaiveCleaning(table.Rows, table.Labels, table.Classes) { Collapse = collapse }, collapse ? [("duplicates", "collapse")] : [], random);
    });

    private static (bool[] Targeted, (string, string)[] Option) Targets(NaiveCleaning naive, SplitMix64 random, (string, string)[] options)
    {
        string to = random.Pick(["auto", "all", "majority", "not-majority", "not-minority"]);
        int largest = Array.IndexOf(naive.Counts, naive.Counts.Max());
        bool[] targeted = [.. Enumerable.Range(0, naive.Counts.Length).Select(c => to switch
        {
            "all" => true,
            "majority" => c == largest,
            "not-majority" => c != largest,
            _ => c != naive.Smallest,
        })];
        return (targeted, [.. options, ("to", to)]);
    }

    private static void Same(IEnumerable<int> expected, IEnumerable<int> actual) => Assert.Equal(expected.Order(), actual.Order());

    [Fact]
    public void TomekLinks_any_table_removes_what_the_definition_says() => Each(static (table, naive, options, random) =>
    {
        (bool[] targeted, (string, string)[] all) = Targets(naive, random, options);
        Same(naive.Links([.. Enumerable.Range(0, table.Rows.Length)], targeted), table.Run("tomek-links", all).Leaves);
    });

    [Theory]
    [InlineData("all")]
    [InlineData("mode")]
    public void EditedNearestNeighbours_any_table_removes_what_the_definition_says(string kind) => Each((table, naive, options, random) =>
    {
        int k = random.Between(1, 6);
        (bool[] targeted, (string, string)[] all) = Targets(naive, random, options);
        Same(naive.Edited([.. Enumerable.Range(0, table.Rows.Length)], targeted, k, kind == "mode"),
            table.Run("edited-nn", [.. all, ("n-neighbors", k.ToString()), ("kind-sel", kind)]).Leaves);
    });

    [Theory]
    [InlineData("all")]
    [InlineData("mode")]
    public void RepeatedEditedNearestNeighbours_any_table_removes_what_the_definition_says(string kind) => Each((table, naive, options, random) =>
    {
        int k = random.Between(1, 4);
        int rounds = random.Between(1, 6);
        (bool[] targeted, (string, string)[] all) = Targets(naive, random, options);
        Same(naive.Repeated(targeted, Enumerable.Repeat(k, rounds), kind == "mode", untilStable: true, spares: true),
            table.Run("repeated-edited-nn", [.. all, ("n-neighbors", k.ToString()), ("kind-sel", kind), ("max-iterations", rounds.ToString())]).Leaves);
    });

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void AllKNearestNeighbours_any_table_removes_what_the_definition_says(bool allowMinority) => Each((table, naive, options, random) =>
    {
        int k = random.Between(1, 6);
        string kind = random.Pick(["all", "mode"]);
        (bool[] targeted, (string, string)[] all) = Targets(naive, random, options);
        Same(naive.Repeated(targeted, Enumerable.Range(1, k), kind == "mode", untilStable: false, spares: !allowMinority),
            table.Run("all-knn", [.. all, ("n-neighbors", k.ToString()), ("kind-sel", kind), ("allow-minority", allowMinority ? "true" : "false")]).Leaves);
    });

    [Fact]
    public void RepeatedEditing_many_rounds_searches_again_for_rows_whose_lists_ran_short() => Seeds.Each(6, static seed =>
    {
        // One feature and two mixed classes: rounds eat into the lists until none of their first neighbours is left.
        LabelledRowsTable table = LabelledRowsTable.Random(new SplitMix64(seed), most: 400);
        var naive = new NaiveCleaning(table.Rows, table.Labels, table.Classes);
        bool[] targeted = [.. Enumerable.Repeat(true, table.Classes)];
        Same(naive.Repeated(targeted, Enumerable.Range(1, 9), mode: true, untilStable: false, spares: false),
            table.Run("all-knn", ("to", "all"), ("n-neighbors", "9"), ("kind-sel", "mode"), ("allow-minority", "true")).Leaves);
    });

    [Fact]
    public void NeighbourhoodCleaning_any_table_removes_what_the_definition_says() => Each(static (table, naive, options, random) =>
    {
        int k = random.Between(1, 6);
        double threshold = random.Pick([0.25, 0.5, 1, 2]);
        (bool[] targeted, (string, string)[] all) = Targets(naive, random, options);
        Same(naive.Neighbourhood(targeted, k, threshold),
            table.Run("neighbourhood-cleaning", [.. all, ("n-neighbors", k.ToString()), ("threshold-cleaning", threshold.ToString(System.Globalization.CultureInfo.InvariantCulture))]).Leaves);
    });

    [Fact]
    public void CondensedNearestNeighbour_any_table_follows_harts_rule() => Each(static (table, naive, _, random) =>
    {
        var exact = new NaiveCleaning(table.Rows, table.Labels, table.Classes);
        (bool[] targeted, (string, string)[] all) = Targets(exact, random, []);
        (HashSet<int> leaves, RowPlan plan) = table.Run("condensed-nn", [.. all, ("n-seeds", random.Between(1, 4).ToString())]);
        Same(exact.Condensed(targeted, LabelledRowsTable.Seeds(plan)), leaves);
    });

    [Fact]
    public void CondensedNearestNeighbour_blocks_of_many_rows_follow_harts_rule() => Seeds.Each(2, static seed =>
    {
        LabelledRowsTable table = LabelledRowsTable.Random(new SplitMix64(seed), most: 4000);
        var naive = new NaiveCleaning(table.Rows, table.Labels, table.Classes);
        (HashSet<int> leaves, RowPlan plan) = table.Run("condensed-nn");
        Same(naive.Condensed(naive.NotSmallest, LabelledRowsTable.Seeds(plan)), leaves);
    });

    [Fact]
    public void CondensedNearestNeighbour_what_stays_judges_every_row_right() => Each(static (table, naive, _, _) =>
    {
        HashSet<int> leaves = table.Run("condensed-nn").Leaves;
        int[] stays = [.. Enumerable.Range(0, table.Rows.Length).Where(row => !leaves.Contains(row))];
        foreach (int row in leaves)
        {
            int rival = stays.Where(s => table.Labels[s] == naive.Smallest).OrderBy(s => naive.Rank(row, s)).ThenBy(s => s).First();
            int own = stays.Where(s => table.Labels[s] == table.Labels[row]).OrderBy(s => naive.Rank(row, s)).ThenBy(s => s).First();
            Assert.True((naive.Rank(row, own), own).CompareTo((naive.Rank(row, rival), rival)) < 0, $"row {row}");
        }
    });

    [Fact]
    public void OneSidedSelection_any_table_removes_what_the_definition_says() => Each(static (table, naive, options, random) =>
    {
        (bool[] targeted, (string, string)[] all) = Targets(naive, random, options);
        (HashSet<int> leaves, RowPlan plan) = table.Run("one-sided-selection", [.. all, ("n-seeds", random.Between(1, 4).ToString())]);
        Same(naive.OneSided(targeted, LabelledRowsTable.Seeds(plan)), leaves);
    });

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void NearMiss_any_table_keeps_what_the_definition_says(int version) => Each((table, naive, options, random) =>
    {
        int n = random.Between(1, 5);
        int nominated = random.Between(1, 5);
        int least = naive.Counts.Min();
        int[] targets = [.. naive.Counts.Select(c => random.Between(least, c))];
        string to = "count:" + string.Join(',', targets.Select(static (t, c) => LabelledRowsTable.Letter(c) + "=" + t));
        Same(naive.NearMiss(version, targets, n, nominated),
            table.Run("near-miss", [.. options, ("version", version.ToString()), ("n-neighbors", n.ToString()), ("n-neighbors-ver3", nominated.ToString()), ("to", to)]).Leaves);
    });

    [Fact]
    public void Several_cleaners_remove_the_union_of_what_each_removes_alone() => Each(static (table, _, options, random) =>
    {
        string[] names = ["neighbourhood-cleaning", "tomek-links", "all-knn", "edited-nn", "repeated-edited-nn", "one-sided-selection", "condensed-nn"];
        names = [.. names.OrderBy(_ => random.Next()).Take(random.Between(2, 7))];
        IEnumerable<int> union = names.SelectMany(name => table.Run(name, name == "condensed-nn" ? [] : options).Leaves).Distinct();
        (HashSet<int> leaves, RowPlan plan) = table.Run(string.Join(',', names), options);
        Same(union, leaves);
        Assert.Equal(leaves.Count, plan.Dropped.Total);
        Assert.Equal((long)leaves.Count, plan.Tables.Single(static t => t.Key == "methods").Rows.Sum(static r => (long)r[2]!));
    });

    [Fact]
    public void Categories_count_by_the_square_of_the_median_deviation() => Each(static (table, _, options, random) =>
    {
        int columns = table.Rows[0].Length;
        if (columns < 2)
        {
            return;
        }

        int numbers = columns - 1;
        double[] deviations = [.. Enumerable.Range(0, numbers).Select(p =>
        {
            double mean = table.Rows.Average(r => r[p]);
            return Math.Sqrt(table.Rows.Average(r => (r[p] - mean) * (r[p] - mean)));
        }).Order()];
        double median = (deviations[(numbers - 1) / 2] + deviations[numbers / 2]) / 2;
        var naive = new NaiveCleaning(table.Rows, table.Labels, table.Classes) { Collapse = options.Length > 0, FirstCategory = numbers, CategoryWeight = median * median };
        int k = random.Between(1, 5);
        Same(naive.Edited([.. Enumerable.Range(0, table.Rows.Length)], naive.NotSmallest, k, mode: true),
            table.Run("edited-nn", [.. options, ("n-neighbors", k.ToString()), ("kind-sel", "mode"), ("categorical", "f" + numbers)]).Leaves);
    });

    [Fact]
    public void Categories_alone_count_by_how_many_differ() => Each(static (table, _, options, random) =>
    {
        var naive = new NaiveCleaning(table.Rows, table.Labels, table.Classes) { Collapse = options.Length > 0, FirstCategory = 0, CategoryWeight = 1 };
        Same(naive.Edited([.. Enumerable.Range(0, table.Rows.Length)], naive.NotSmallest, 3, mode: false),
            table.Run("edited-nn", [.. options, ("categorical", "f*")]).Leaves);
    });
}
