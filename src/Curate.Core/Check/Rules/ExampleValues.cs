using Curate.Core.Data;

namespace Curate.Core.Check.Rules;

/// <summary>The values of a few rows, read in one pass that ends at the last of them.</summary>
internal static class ExampleValues
{
    private const int MostBytes = 200;

    public static Dictionary<(string Column, long Row), string> Of(CheckInputs inputs, IEnumerable<(IReadOnlyList<string> Columns, IReadOnlyList<long> Rows)> wanted)
    {
        var columns = new List<string>();
        var rows = new SortedDictionary<long, List<int>>();
        foreach ((IReadOnlyList<string> names, IReadOnlyList<long> at) in wanted.Where(static w => w.Rows.Count > 0))
        {
            foreach (string name in names)
            {
                int column = columns.IndexOf(name);
                if (column < 0)
                {
                    column = columns.Count;
                    columns.Add(name);
                }

                foreach (long row in at)
                {
                    if (!rows.TryGetValue(row, out List<int>? here))
                    {
                        rows.Add(row, here = []);
                    }

                    here.Add(column);
                }
            }
        }

        var values = new Dictionary<(string, long), string>();
        if (rows.Count == 0)
        {
            return values;
        }

        long last = rows.Keys.Last();
        var request = new ReadRequest { Columns = [.. columns.Select(static c => new ColumnRequest(c, ColumnKind.Text))], ToRow = last + 1 };
        inputs.Passes.Each(inputs.Main, request, "read example rows", batch =>
        {
            foreach ((long row, List<int> here) in rows)
            {
                long at = row - batch.FirstRow;
                if (at < 0 || at >= batch.Count)
                {
                    continue;
                }

                foreach (int column in here)
                {
                    TextColumn text = batch.Text(column);
                    if (!text.IsNull((int)at))
                    {
                        ReadOnlySpan<byte> value = text[(int)at];
                        bool cut = value.Length > MostBytes;
                        values[(columns[column], row)] = System.Text.Encoding.UTF8.GetString(cut ? value[..MostBytes] : value) + (cut ? "..." : "");
                    }
                }
            }
        });
        return values;
    }
}
