using System.Globalization;
using Curate.Core.Methods;
using Curate.Core.Tests.Support;
using Curate.TestKit;

namespace Curate.Core.Tests.Laws;

/// <summary>The tables that laws are checked on, by name; the name of a random one holds its seed.</summary>
internal static class LawTables
{
    public static readonly string[] Columns = ["id", "label", "group", "text", "number", "time"];

    public static readonly string[] Small = ["empty", "one-row", "one-class", "all-equal", "all-null", "random 7 rows seed 1", "random 60 rows seed 2", "random 700 rows seed 3"];

    /// <summary>Enough rows that chance cannot hide a difference, and enough bytes that a small budget spills.</summary>
    public const string Large = "random 12000 rows seed 4";

    private static readonly Dictionary<string, Lazy<List<string?[]>>> s_rows = Small.Append(Large)
        .ToDictionary(static name => name, static name => new Lazy<List<string?[]>>(() => Make(name)));

    public static MemoryTable Table(string name, bool knowsRowCount = false) => new(Columns, s_rows[name].Value) { KnowsRowCount = knowsRowCount };

    public static IReadOnlyList<string?[]> Rows(string name) => s_rows[name].Value;

    public static LawCase Case(string name) => new(Rows(name).Count, Rows(name).Select(static r => r[1]).Where(static l => l is not null).Distinct().Count());

    /// <summary>A second dataset: some rows of the table, in another order, and some that it does not have.</summary>
    public static MemoryTable Other(string name)
    {
        var random = new SplitMix64(99);
        List<string?[]> rows = [.. Rows(name).Where(_ => random.Chance(0.2)).Reverse(), .. Random(10, 98)];
        return new MemoryTable(Columns, rows);
    }

    private static List<string?[]> Make(string name)
    {
        switch (name)
        {
            case "empty":
                return [];
            case "one-row":
                return [["1", "a", "g1", "some text", "1.5", "2024-01-01T00:00:00Z"]];
            case "one-class":
                List<string?[]> rows = Random(40, 11);
                rows.ForEach(static r => r[1] = "a");
                return rows;
            case "all-equal":
                return [.. Enumerable.Range(0, 30).Select(static _ => new string?[] { "1", "a", "g1", "same", "2", "2024-05-05" })];
            case "all-null":
                return [.. Enumerable.Range(0, 25).Select(static _ => new string?[6])];
            default:
                string[] words = name.Split(' ');
                return Random(int.Parse(words[1], CultureInfo.InvariantCulture), ulong.Parse(words[4], CultureInfo.InvariantCulture));
        }
    }

    private static List<string?[]> Random(int rows, ulong seed)
    {
        var random = new SplitMix64(seed);
        var made = new List<string?[]>(rows);
        string[] words = ["alpha", "Beta", "gamma", "delta", "épsilon", "zeta", "η", "theta"];
        for (int i = 0; i < rows; i++)
        {
            // Every sixth row repeats an earlier one; the first rows have all three classes.
            if (i > 3 && random.Below(6) == 0)
            {
                made.Add(made[random.Below(i)]);
                continue;
            }

            double u = random.Unit();
            string? label = i < 3 ? ((char)('a' + i)).ToString() : u < 0.68 ? "a" : u < 0.88 ? "b" : u < 0.95 ? "c" : null;
            string text = string.Join(' ', Enumerable.Range(0, random.Between(0, 30)).Select(_ => random.Pick(words)));
            string time = new DateTime(2024, 1, 1, 0, 0, 0, DateTimeKind.Utc).AddMinutes(random.Below(rows * 2) * 7).ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture);
            made.Add([
                i.ToString(CultureInfo.InvariantCulture),
                label,
                random.Chance(0.03) ? null : "g" + random.Below(Math.Max(2, rows / 9)).ToString(CultureInfo.InvariantCulture),
                random.Chance(0.02) ? null : text,
                random.Chance(0.02) ? null : (random.Below(2000) / 8.0).ToString(CultureInfo.InvariantCulture),
                time,
            ]);
        }

        return made;
    }
}
