using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Methods;
using Curate.Core.Options;

namespace Curate.Core.Resample.Weights;

/// <summary>Margins as options and tables hold them.</summary>
internal static class MarginText
{
    /// <summary>
    /// Reads the items of <c>--margin COL=LEVEL:TARGET,LEVEL:TARGET,...</c>, given once or more: an item with an equals sign begins a margin. The level ends at
    /// the last colon of its item; an empty one stands for missing values.
    /// </summary>
    /// <exception cref="CurateException">An item is of another form.</exception>
    public static IReadOnlyList<Margin> Parse(IReadOnlyList<string> items)
    {
        var margins = new List<(string Column, List<MarginLevel> Levels)>();
        foreach (string item in items)
        {
            int equals = item.IndexOf('=', StringComparison.Ordinal);
            if (equals > 0)
            {
                margins.Add((item[..equals], []));
            }

            string level = item[(equals > 0 ? equals + 1 : 0)..];
            int colon = level.LastIndexOf(':');
            double target = 0;
            bool isNumber = colon >= 0 && NumberText.TryFraction(level.AsSpan(colon + 1), out target);
            if (margins.Count == 0 || equals == 0 || !isNumber || !(target >= 0) || double.IsInfinity(target))
            {
                Fail.Usage($"--margin takes COL=LEVEL:TARGET,LEVEL:TARGET,... such as sex=female:0.5,male:0.5, not {Fail.Show(item)}.",
                    "A target is a share or a count. Names with commas or equals signs go into a file: --targets FILE.");
            }

            margins[^1].Levels.Add(new MarginLevel([colon == 0 ? null : level[..colon]], target));
        }

        return [.. margins.Select(static m => new Margin([m.Column], m.Levels))];
    }

    /// <summary>What to read of a table of targets: all of its columns, as text.</summary>
    /// <exception cref="CurateException">It has no column of targets, two of them, or no other column.</exception>
    public static IReadOnlyList<ColumnRequest> Request(IRecordSource file, StartRequest? main)
    {
        string[] names = [.. file.Schema.Fields.Select(static f => f.Name)];
        string[] numbers = [.. names.Where(IsTarget)];
        if (numbers.Length != 1 || names.Length < 2)
        {
            Fail.With(ErrorCodes.UnknownColumn, $"{file.Name} of --targets has the columns {string.Join(", ", names.Select(static n => Fail.Show(n)))}; one column, share or count, and the columns of the margins are needed.");
        }

        foreach (string name in names)
        {
            if (!IsTarget(name))
            {
                main?.Column(name);
            }
        }

        return [.. names.Where(static n => !IsTarget(n)).Select(static n => new ColumnRequest(n, ColumnKind.Text)), new ColumnRequest(numbers[0], ColumnKind.Text)];
    }

    /// <summary>
    /// Adds the levels of a batch of a table of targets. The columns that have a value in a row say which margin its level belongs to.
    /// </summary>
    /// <exception cref="CurateException">A target is no number, or a row names no level.</exception>
    public static void Add(RecordBatch batch, IReadOnlyList<ColumnRequest> columns, string file, List<Margin> margins)
    {
        int last = columns.Count - 1;
        for (int row = 0; row < batch.Count; row++)
        {
            var names = new List<string>();
            var values = new List<string?>();
            for (int c = 0; c < last; c++)
            {
                if (!batch[c].IsNull(row) && batch.Text(c)[row].Length > 0)
                {
                    names.Add(columns[c].Name);
                    values.Add(System.Text.Encoding.UTF8.GetString(batch.Text(c)[row]));
                }
            }

            string text = batch[last].IsNull(row) ? "" : System.Text.Encoding.UTF8.GetString(batch.Text(last)[row]);
            if (names.Count == 0 || !NumberText.TryFraction(text, out double target) || !(target >= 0) || double.IsInfinity(target))
            {
                Fail.With(ErrorCodes.BadValue, names.Count == 0
                    ? $"{file}, row {NumberText.Of(batch.FirstRow + row + 1)} names no level: every column but {Fail.Show(columns[last].Name)} is empty."
                    : $"{file}, row {NumberText.Of(batch.FirstRow + row + 1)}, column {Fail.Show(columns[last].Name)} has {Fail.Show(text)}, where a share or a count of 0 or more is needed.");
                return;
            }

            string name = string.Join(", ", names);
            int at = margins.FindIndex(m => m.Name == name);
            if (at < 0)
            {
                at = margins.Count;
                margins.Add(new Margin(names, []));
            }

            margins[at] = margins[at] with { Levels = [.. margins[at].Levels, new MarginLevel(values, target)] };
        }
    }

    public static void Save(IReadOnlyList<Margin> margins, BinaryWriter to)
    {
        to.Write(margins.Count);
        foreach (Margin margin in margins)
        {
            to.Write(margin.Columns.Count);
            foreach (string column in margin.Columns)
            {
                to.Write(column);
            }

            to.Write(margin.Levels.Count);
            foreach (MarginLevel level in margin.Levels)
            {
                foreach (string? value in level.Values)
                {
                    to.Write(value is not null);
                    to.Write(value ?? "");
                }

                to.Write(level.Target);
            }
        }
    }

    public static List<Margin> Load(BinaryReader from)
    {
        var margins = new List<Margin>();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            var columns = new List<string>();
            for (int c = from.ReadInt32(); c > 0; c--)
            {
                columns.Add(from.ReadString());
            }

            var levels = new List<MarginLevel>();
            for (int l = from.ReadInt32(); l > 0; l--)
            {
                var values = new List<string?>();
                for (int c = 0; c < columns.Count; c++)
                {
                    bool there = from.ReadBoolean();
                    string value = from.ReadString();
                    values.Add(there ? value : null);
                }

                levels.Add(new MarginLevel(values, from.ReadDouble()));
            }

            margins.Add(new Margin(columns, levels));
        }

        return margins;
    }

    private static bool IsTarget(string name) => name is "share" or "count";
}
