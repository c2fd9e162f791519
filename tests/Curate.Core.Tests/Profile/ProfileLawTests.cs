using System.Text.Json;
using Curate.Core.Profile;
using Curate.Core.Profile.Report;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Profile;

/// <summary>The state and the report of a profile depend on the rows alone.</summary>
public sealed class ProfileLawTests
{
    // More rows than a column of a table of twelve columns counts one by one (8192), so that both forms of columns occur.
    private const int ManyRows = 20_000;

    private static readonly Lazy<List<string?[]>> s_rows = new(static () => ProfileTables.Mixed(ManyRows, 5));
    private static readonly Lazy<byte[]> s_expected = new(static () => ProfileTables.Bytes(Of(s_rows.Value)));

    private static TableSummary Of(List<string?[]> rows, int workers = 1, int batchRows = 512) =>
        ProfileTables.Run(new MemoryTable(ProfileTables.MixedColumns, rows), ProfileTables.MixedOptions(), workers, batchRows);

    [Theory]
    [InlineData(1, 8192)]
    [InlineData(1, 20_000)]
    [InlineData(2, 333)]
    [InlineData(7, 64)]
    public void Save_is_equal_for_any_workers_and_batches(int workers, int batchRows) =>
        Assert.Equal(s_expected.Value, ProfileTables.Bytes(Of(s_rows.Value, workers, batchRows)));

    [Fact]
    public void Save_is_equal_for_split_files()
    {
        List<string?[]> rows = s_rows.Value;
        using var split = new ConcatSource(new MemoryTable(ProfileTables.MixedColumns, rows[..7001]), 7001, new MemoryTable(ProfileTables.MixedColumns, rows[7001..]));
        Assert.Equal(s_expected.Value, ProfileTables.Bytes(ProfileTables.Run(split, ProfileTables.MixedOptions(), 2)));
    }

    [Fact]
    public void Save_is_equal_for_shards_merged_in_any_grouping()
    {
        TableSummary[] Shards(params int[] ends)
        {
            var shards = new List<TableSummary>();
            for (int i = 1; i < ends.Length; i++)
            {
                using var source = new MemoryTable(ProfileTables.MixedColumns, s_rows.Value);
                using var part = new RangeSource(source, ends[i - 1], ends[i]);
                shards.Add(ProfileTables.Load(ProfileTables.Bytes(ProfileTables.Run(part, ProfileTables.MixedOptions())), ProfileTables.MixedOptions()));
            }

            return [.. shards];
        }

        TableSummary[] forward = Shards(0, 1, 100, 9000, 9000, ManyRows);
        for (int i = 1; i < forward.Length; i++)
        {
            forward[0].Merge(forward[i]);
        }

        Assert.Equal(s_expected.Value, ProfileTables.Bytes(forward[0]));
        TableSummary[] tree = Shards(0, 4000, 8000, 12_000, ManyRows);
        tree[3].Merge(tree[1]);
        tree[2].Merge(tree[0]);
        tree[3].Merge(tree[2]);
        TableSummary whole = Of(s_rows.Value);
        for (int c = 0; c < ProfileTables.MixedColumns.Length; c++)
        {
            Assert.True(Sketches.StateRoundTrip.Bytes(whole.Column(c).Save).AsSpan().SequenceEqual(Sketches.StateRoundTrip.Bytes(tree[3].Column(c).Save)), ProfileTables.MixedColumns[c]);
        }

        Assert.Equal(s_expected.Value, ProfileTables.Bytes(tree[3]));
    }

    [Fact]
    public void Load_of_saved_bytes_gives_the_same_state_and_report()
    {
        TableSummary loaded = ProfileTables.Load(s_expected.Value, ProfileTables.MixedOptions());
        Assert.Equal(s_expected.Value, ProfileTables.Bytes(loaded));
        string expected = Json(Of(s_rows.Value, 2).Finish(ProfileTables.MixedOptions(), "t"));
        Assert.Equal(expected, Json(loaded.Finish(ProfileTables.MixedOptions(), "t")));
        Assert.Equal(s_expected.Value, ProfileTables.Bytes(loaded));
    }

    [Fact]
    public void Load_of_damaged_bytes_fails_with_invalid_data_only()
    {
        ProfileOptions options = ProfileTables.MixedOptions(20);
        foreach (int rows in (int[])[0, 60])
        {
            byte[] saved = ProfileTables.Bytes(ProfileTables.Run(new MemoryTable(ProfileTables.MixedColumns, ProfileTables.Mixed(rows, 3)), options));
            var random = new SplitMix64(9);
            for (int length = 0; length < saved.Length; length += 1 + (length / 50))
            {
                byte[] cut = saved[..length];
                Assert.Throws<InvalidDataException>(() => ProfileTables.Load(cut, options));
            }

            for (int i = 0; i < 3000; i++)
            {
                byte[] damaged = [.. saved];
                damaged[random.Below(damaged.Length)] ^= (byte)(1 << random.Below(8));
                try
                {
                    // Some flips give another valid state; that must then work.
                    ProfileTables.Load(damaged, options).Finish(options, "damaged");
                }
                catch (InvalidDataException)
                {
                }
            }
        }
    }

    [Fact]
    public void Merge_of_a_state_with_itself_33_times_counts_beyond_32_bits()
    {
        TableSummary state = ProfileTables.Run(new MemoryTable(["x", "label"], [["1.5", "a"], ["2.5", "b"], ["4", "a"]]), new ProfileOptions { Labels = ["label"] });
        for (int i = 0; i < 33; i++)
        {
            state.Merge(ProfileTables.Load(ProfileTables.Bytes(state)));
        }

        ProfileReport report = state.Finish(new ProfileOptions(), "large");
        const long Factor = 1L << 33;
        Assert.Equal(3 * Factor, report.Rows);
        NumericReport numeric = report.Columns[0].Numeric!;
        Assert.Equal((3 * Factor, 8.0 / 3, 8.0 * Factor), (numeric.Count, numeric.Mean, numeric.Sum));
        Assert.Equal(2 * Factor, report.Balance[0].Classes[0].Count);
        Assert.Equal(2.5, numeric.At(0.5)!.Value.Value);
        Assert.Equal((3 * Factor) - 3, report.Duplicates!.DuplicateRows.Value);
    }

    [Theory]
    [InlineData(784)]
    [InlineData(10_000)]
    public void Run_of_many_columns_works(int columns)
    {
        var random = new SplitMix64(1);
        string[] names = [.. Enumerable.Range(0, columns).Select(static c => "f" + c)];
        List<string?[]> rows = [.. Enumerable.Range(0, 300).Select(_ => names.Select(_ => (string?)(random.Below(1000) / 10.0).ToString(System.Globalization.CultureInfo.InvariantCulture)).ToArray())];
        TableSummary one = ProfileTables.Run(new MemoryTable(names, rows), workers: 2);
        ProfileReport report = one.Finish(new ProfileOptions { MostAssociations = 5 }, "wide");
        Assert.Equal(columns, report.Columns.Count);
        Assert.Equal(10, report.Associations.Count);
        double mean = rows.Average(static r => double.Parse(r[7]!, System.Globalization.CultureInfo.InvariantCulture));
        Assert.Equal(mean, report.Columns[7].Numeric!.Mean, 1e-10);
    }

    private static string Json(ProfileReport report) => JsonSerializer.Serialize(report, new JsonSerializerOptions { NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.AllowNamedFloatingPointLiterals, IncludeFields = true });
}
