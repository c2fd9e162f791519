using System.Text;
using Curate.Core.Data;
using Curate.Core.Profile;
using Curate.Core.Running;
using Curate.Core.Tests.Sketches;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Profile;

/// <summary>Profiles of tables in memory.</summary>
internal static class ProfileTables
{
    public static TableSummary Run(IRecordSource source, ProfileOptions? options = null, int workers = 1, int batchRows = 512) =>
        ProfileRun.Run(new PassRunner(TestRuns.Context(workers, batchRows)), source, options ?? new ProfileOptions());

    public static TableSummary Run(string name, IReadOnlyList<string?> values, ProfileOptions? options = null) =>
        Run(new MemoryTable([name], [.. values.Select(static v => new[] { v })]), options);

    public static byte[] Bytes(TableSummary summary) => StateRoundTrip.Bytes(summary.Save);

    public static TableSummary Load(byte[] bytes, ProfileOptions? options = null) => TableSummary.Load(StateRoundTrip.Reader(bytes), options ?? new ProfileOptions());

    /// <summary>A column of a kind that is declared.</summary>
    public static TableSummary Typed(Field field, Action<Column> fill, ColumnKind rawKind = ColumnKind.Text)
    {
        var shape = new ProfileShape { Columns = [field], RawKind = rawKind, Seed = 1 };
        var summary = new TableSummary(shape, new ProfileOptions());
        var batch = new RecordBatch();
        batch.Begin(shape.Request(), null);
        fill(batch[0]);
        batch.Count = batch[0].Count;
        summary.Add(batch);
        return summary;
    }

    /// <summary>A table with few and many values of everything that a column can be.</summary>
    public static List<string?[]> Mixed(int rows, ulong seed)
    {
        var random = new SplitMix64(seed);
        string[] words = ["alpha", "Beta", "gamma delta", "é", "NA", " padded", "ALPHA", "[1,2]", "-", "7"];
        var table = new List<string?[]>(rows);
        for (int i = 0; i < rows; i++)
        {
            table.Add(
            [
                i.ToString(System.Globalization.CultureInfo.InvariantCulture),
                random.Chance(0.1) ? null : words[random.Below(words.Length)],
                ((random.Below(2_000_000) - 1_000_000) / 1000m).ToString(System.Globalization.CultureInfo.InvariantCulture),
                BitConverter.UInt64BitsToDouble((random.Next() >> 2) | (1UL << 61)).ToString("R", System.Globalization.CultureInfo.InvariantCulture),
                new DateTime(2020, 1, 1).AddSeconds(random.Below(100_000_000)).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", System.Globalization.CultureInfo.InvariantCulture),
                random.Chance(0.5) ? "true" : "false",
                string.Join(' ', Enumerable.Range(0, 1 + random.Below(6)).Select(_ => words[random.Below(words.Length)] + random.Below(500))),
                "[" + random.Below(5) + ", " + (random.Below(1000) / 8.0).ToString(System.Globalization.CultureInfo.InvariantCulture) + "]",
                random.Chance(0.2) ? "" : "c" + random.Below(4),
                "g" + random.Below(3),
                string.Join('|', Enumerable.Range(0, random.Below(4)).Select(_ => "t" + random.Below(6))),
                random.Chance(0.05) ? null : random.Chance(0.03) ? "oops" : (random.Below(500_000) * 4.0).ToString(System.Globalization.CultureInfo.InvariantCulture),
            ]);
            if (i > 10 && random.Chance(0.1))
            {
                table[i] = table[random.Below(i)];
            }
        }

        return table;
    }

    public static readonly string[] MixedColumns = ["id", "word", "price", "wild", "at", "flag", "note", "vector", "label", "group", "tags", "mostly"];

    public static ProfileOptions MixedOptions(int sample = 200) => new() { Labels = ["label", "tags"], Groups = ["group"], LabelSeparator = "|", Sample = sample, Prediction = "word" };

    public static string Text(ReadOnlySpan<byte> bytes) => Encoding.UTF8.GetString(bytes);
}
