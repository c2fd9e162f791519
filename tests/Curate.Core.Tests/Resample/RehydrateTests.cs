using Curate.Core.Errors;
using Curate.Core.Resample.Balance;
using Curate.Core.Tests.Running;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Resample;

public sealed class RehydrateTests
{
    // Italian, from the distributions that FineWeb2 publishes (Apache-2.0): the percentage of rows that filters removed by cluster size 1 to 172, and from 173 on; rounded.
    private static readonly double[] s_rates =
    [
        66.4252, 52.4998, 49.0809, 47.5054, 45.1420, 44.8971, 42.4181, 41.8199, 40.6297, 40.6254, 39.5905, 40.2418, 38.5217, 39.4422, 39.2789, 38.5159, 37.4316, 37.9661,
        37.0696, 37.8058, 37.5142, 37.5328, 37.0814, 38.5067, 37.6872, 37.9645, 38.3994, 39.2423, 39.1186, 40.5511, 40.0231, 41.0366, 41.0268, 41.3380, 41.4740, 42.3824,
        41.4588, 41.6353, 41.7097, 42.1849, 41.4136, 42.2102, 41.6143, 42.1011, 42.3509, 42.2070, 42.4717, 44.0546, 43.3960, 44.0803, 43.9919, 44.4028, 44.3510, 46.6256,
        45.0068, 45.7443, 44.8487, 45.4859, 45.4208, 46.3984, 45.5766, 46.2561, 46.8727, 46.7628, 47.1938, 47.2864, 47.3051, 46.9976, 47.2188, 47.2707, 47.4192, 48.3046,
        48.0148, 48.1125, 48.8614, 48.6726, 48.7347, 48.8135, 48.1782, 49.4410, 47.9723, 48.4590, 48.4197, 49.7854, 48.6919, 49.2988, 49.4152, 49.4799, 49.2320, 50.0049,
        49.8197, 50.0534, 49.5860, 50.2520, 50.5344, 50.4282, 50.8804, 51.3871, 50.7450, 52.3765, 50.8118, 50.9263, 50.9427, 50.6138, 52.0905, 50.5861, 51.6060, 52.8163,
        52.3064, 51.7159, 51.3754, 50.9045, 51.9887, 52.9820, 51.5215, 52.1879, 52.1511, 52.4025, 53.0372, 53.9377, 51.9744, 52.8633, 52.1350, 52.2838, 51.9028, 53.5454,
        53.4930, 52.3911, 53.4056, 53.5410, 52.0746, 53.7133, 53.3064, 53.9549, 53.6952, 53.0326, 54.5178, 54.5152, 54.7760, 53.5355, 54.2136, 54.1529, 54.1772, 55.7712,
        54.2687, 54.9340, 55.6335, 55.5945, 55.5132, 55.6034, 55.0780, 55.3716, 55.9018, 54.7406, 56.7779, 55.7595, 56.0246, 53.3978, 55.6150, 56.1093, 56.1049, 54.7913,
        54.9534, 56.1861, 55.3255, 56.0247, 55.0886, 55.8847, 54.5932, 55.8261, 55.0341, 55.9152, 59.7308,
    ];

    // Rows that the filters left of each.
    private static readonly long[] s_left =
    [
        83685785, 38990855, 22645230, 16874401, 12825892, 9906232, 7464859, 6353500, 5217491, 4294271, 3640857, 3159502, 2601141, 2284482, 1987350, 1719405, 1497998, 1327496,
        1158960, 1035913, 913573, 810682, 722060, 651090, 572351, 506891, 450125, 404259, 360902, 327325, 291380, 266340, 243489, 228276, 218152, 206130,
        187871, 170418, 152315, 139306, 127999, 121473, 111641, 103555, 94744, 85966, 79018, 74164, 68145, 63432, 59484, 55471, 51787, 48623,
        45883, 43130, 40962, 37938, 36615, 35138, 32783, 30914, 29466, 28426, 26655, 25739, 24139, 23514, 22394, 22034, 20893, 20079,
        19011, 18267, 17449, 16646, 15882, 15315, 14962, 14109, 13958, 13228, 12893, 12286, 12042, 11460, 11245, 10733, 10379, 10130,
        9603, 9347, 9012, 8490, 8330, 8220, 7755, 7605, 7504, 7194, 6998, 6808, 6739, 6598, 6119, 6281, 5891, 5755,
        5604, 5642, 5462, 5401, 5106, 4943, 4891, 4764, 4660, 4517, 4430, 4258, 4269, 4058, 3957, 4022, 3880, 3767,
        3728, 3574, 3482, 3431, 3442, 3216, 3234, 3062, 3114, 3082, 2844, 2871, 2746, 2773, 2722, 2644, 2715, 2529,
        2614, 2457, 2402, 2409, 2332, 2270, 2331, 2264, 2137, 2129, 2047, 2097, 2000, 2071, 1909, 1911, 1891, 1906,
        1837, 1799, 1791, 1781, 1774, 1668, 1730, 1687, 1648, 1580, 218122,
    ];

    private static RunOutcome Run(MemoryTable table, params (string, string)[] options) =>
        TestRuns.Execute(RowPlanTests.Methods("resample/rehydrate", options), table, TestRuns.Context());

    private static MemoryTable Sizes(params string?[] sizes) => new(["id", "_cluster_size"], [.. sizes.Select(static (s, i) => new[] { "r" + i, s })]);

    private static string Copies(RunOutcome run) => string.Join(' ', run.Rows.GroupBy(static r => r[0]).Select(static g => $"{g.Key}:{g.Count()}"));

    [Fact]
    public void Copies_of_a_published_language_are_the_published_ones()
    {
        long[] copies = RemovalRates.Copies(s_rates, 55.761718201179356, 10);
        string table = string.Join(' ', copies.Select(static (c, i) => (Size: i + 1, Copies: c)).Where((p, i) => i == 0 || copies[i - 1] != p.Copies).Select(static p => $"{p.Size}:{p.Copies}"));
        Assert.Equal("1:1 2:3 3:4 4:5 5:6 7:7 8:8 11:9 17:10 26:9 31:8 46:7 52:6 63:5 76:4 96:3 118:2 122:3 125:2 145:1", table);
        Assert.Equal(965_462_863, copies.Zip(s_left).Sum(static p => p.First * p.Second));
    }

    [Fact]
    public void Copies_of_few_sizes_are_not_averaged()
    {
        // 1 + 9 (0.3 - 0.5) / (0.1 - 0.5) = 5.5, to the even 6.
        Assert.Equal([1, 6, 10, 1], RemovalRates.Copies([0.6, 0.3, 0.1, 0.5], 0.5, 10));

        // Of five sizes the middle one is: (1 + 5.5 + 10 + 1 + 1) / 5 = 3.7.
        Assert.Equal([1, 6, 4, 1, 1], RemovalRates.Copies([0.6, 0.3, 0.1, 0.5, 0.9], 0.5, 10));
        Assert.Equal([1, 1], RemovalRates.Copies([0.5, 0.5], 0.5, 10));
    }

    [Fact]
    public void Run_repeats_rows_by_the_published_table()
    {
        RunOutcome run = Run(Sizes("1", "2", "3", "4", "5", "99", "100", "999", "1000", "123456", null, "0"));
        Assert.Equal("r0:1 r1:2 r2:3 r3:3 r4:5 r5:5 r6:8 r7:8 r8:1 r9:1 r10:1 r11:1", Copies(run));
    }

    [Fact]
    public void Run_by_a_table_of_its_own_may_drop_rows_and_bound_copies()
    {
        RunOutcome run = Run(Sizes("1", "2", "4", "9"), ("copies", "2=0,4=7,9=3"), ("max-repeat", "5"));
        Assert.Equal("r0:1 r2:5 r3:3", Copies(run));
        Assert.Equal("not-selected 1", string.Join(' ', run.Dropped.ByReason.Select(static r => $"{r.Key} {r.Value}")));
        Assert.Equal(["r0 1", "r1 0", "r2 5", "r3 3"],
            Run(Sizes("1", "2", "4", "9"), ("copies", "2=0,4=7,9=3"), ("max-repeat", "5"), ("as", "weights")).Rows.Select(static r => r[0] + " " + r[2]));
    }

    [Fact]
    public void Run_learns_copies_from_what_a_filter_kept_in_each_group()
    {
        // Group x: size 1 loses 30 of 40, size 2 loses 10 of 40, sizes from 3 on 8 of 20: 48 of 100 in all. Group y loses nothing.
        List<string?[]> rows = [];
        void Add(string group, string size, int kept, int removed) => rows.AddRange(Enumerable.Range(0, kept + removed).Select(i => new[] { group, size, i < kept ? "True" : "0" }));
        Add("x", "1", 10, 30);
        Add("x", "2", 30, 10);
        Add("x", "3", 6, 4);
        Add("x", "8", 6, 4);
        Add("y", "1", 7, 0);
        var random = new SplitMix64(4);
        var table = new MemoryTable(["group", "size", "passed"], [.. rows.OrderBy(_ => random.Next())]);
        RunOutcome run = Run(table, ("cluster-size", "size"), ("kept", "passed"), ("by", "group"), ("min-rows", "20"), ("max-repeat", "5"));

        // 1 + 4 (0.4 - 0.48) / (0.25 - 0.48) = 2.39.
        string[] counts = [.. run.Rows.GroupBy(static r => r[0] + r[1]).OrderBy(static g => g.Key, StringComparer.Ordinal).Select(static g => $"{g.Key}:{g.Count()}")];
        Assert.Equal(["x1:10", "x2:150", "x3:12", "x8:12", "y1:7"], counts);
        Assert.Equal("filtered 48", string.Join(' ', run.Dropped.ByReason.Select(static r => $"{r.Key} {r.Value}")));
        object?[] all = run.Tables.Single(static t => t.Key == "effective").Rows[^1];
        Assert.Equal(191.0 * 191 / (10 + (30 * 25) + (12 * 4) + 7), (double)all[^1]!, 12);
    }

    [Fact]
    public void Run_reads_what_dedupe_writes()
    {
        var table = new MemoryTable(["text"], [["a"], ["b"], ["a"], ["a"], ["c"], ["b"]]);
        RunOutcome unique = TestRuns.Execute(RowPlanTests.Methods("dedupe/exact", ("cluster-size", "true")), table, TestRuns.Context());
        RunOutcome run = Run(new MemoryTable(["text", "_cluster_size"], unique.Rows));
        Assert.Equal("a:3 b:2 c:1", Copies(run));
    }

    [Theory]
    [InlineData("copies=1=1,x=2", "--copies takes SIZE=COPIES pairs, not 'x=2'")]
    [InlineData("copies=2=1,2=2", "sizes ascend")]
    [InlineData("copies=1=1 kept=id", "--kept learns the copies that --copies gives")]
    [InlineData("min-rows=3", "--min-rows belongs to --kept")]
    [InlineData("kept=id tail=3 min-rows=3", "both say where the last size begins")]
    [InlineData("kept==x", "--kept takes a column")]
    [InlineData("kept=id", "Row 1 has 'r0' in 'id', where true or false is needed")]
    [InlineData("by=lost", "lost")]
    public void Requests_that_cannot_be_met_say_why(string options, string words) =>
        Assert.Contains(words, Assert.Throws<CurateException>(() => Run(Sizes("1"), [.. options.Split(' ').Select(static o => (o[..o.IndexOf('=')], o[(o.IndexOf('=') + 1)..]))])).Message, StringComparison.Ordinal);

    [Fact]
    public void A_negative_size_names_its_row() =>
        Assert.Contains("Row 2 has -1 in '_cluster_size'", Assert.Throws<CurateException>(() => Run(Sizes("1", "-1"))).Message, StringComparison.Ordinal);
}
