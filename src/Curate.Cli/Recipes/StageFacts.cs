using Curate.Core.Methods;
using Curate.Core.Running;

namespace Curate.Cli.Recipes;

/// <summary>What a stage says about its decision besides the plan: it is stored with it, so that a report is the same whether the decision is new or not.</summary>
internal sealed record StageFacts
{
    /// <summary>Dropped rows by reason, those that its condition left out among them.</summary>
    public DropTally Dropped { get; init; } = new();

    /// <summary>Rows that its condition left out.</summary>
    public long LeftOut { get; init; }

    /// <summary>Row groups that its condition left out unread, and how many there are.</summary>
    public (int LeftOut, int Groups)? RowGroups { get; init; }

    public IReadOnlyList<ReportTable> Tables { get; init; } = [];

    /// <summary>How long the decision took.</summary>
    public double Seconds { get; init; }

    public void Save(BinaryWriter to)
    {
        KeyValuePair<string, long>[] dropped = [.. Dropped.ByReason];
        to.Write(dropped.Length);
        foreach ((string reason, long rows) in dropped)
        {
            to.Write(reason);
            to.Write(rows);
        }

        to.Write(LeftOut);
        to.Write(RowGroups?.LeftOut ?? -1);
        to.Write(RowGroups?.Groups ?? -1);
        to.Write(Seconds);
        to.Write(Tables.Count);
        foreach (ReportTable table in Tables)
        {
            Save(table, to);
        }
    }

    public static StageFacts Load(BinaryReader from)
    {
        var dropped = new DropTally();
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            string reason = from.ReadString();
            dropped.Add(reason, from.ReadInt64());
        }

        long leftOut = from.ReadInt64();
        int left = from.ReadInt32();
        int groups = from.ReadInt32();
        double seconds = from.ReadDouble();
        var tables = new ReportTable[from.ReadInt32()];
        for (int t = 0; t < tables.Length; t++)
        {
            tables[t] = LoadTable(from);
        }

        return new StageFacts { Dropped = dropped, LeftOut = leftOut, RowGroups = left < 0 ? null : (left, groups), Seconds = seconds, Tables = tables };
    }

    private static void Save(ReportTable table, BinaryWriter to)
    {
        to.Write(table.Key);
        to.Write(table.Title);
        to.Write(table.Columns.Count);
        foreach (string column in table.Columns)
        {
            to.Write(column);
        }

        to.Write(table.Rows.Count);
        foreach (object? cell in table.Rows.SelectMany(static r => r))
        {
            switch (cell)
            {
                case null:
                    to.Write((byte)0);
                    break;
                case string text:
                    to.Write((byte)1);
                    to.Write(text);
                    break;
                case long whole:
                    to.Write((byte)2);
                    to.Write(whole);
                    break;
                case double number:
                    to.Write((byte)3);
                    to.Write(number);
                    break;
                case int small:
                    to.Write((byte)2);
                    to.Write((long)small);
                    break;
                default:
                    throw new InvalidOperationException($"A report table has a cell of type {cell.GetType().Name}.");
            }
        }
    }

    private static ReportTable LoadTable(BinaryReader from)
    {
        string key = from.ReadString();
        string title = from.ReadString();
        var columns = new string[from.ReadInt32()];
        for (int c = 0; c < columns.Length; c++)
        {
            columns[c] = from.ReadString();
        }

        var table = new ReportTable(key, title, columns);
        for (int n = from.ReadInt32(); n > 0; n--)
        {
            var cells = new object?[columns.Length];
            for (int c = 0; c < cells.Length; c++)
            {
                cells[c] = from.ReadByte() switch
                {
                    0 => null,
                    1 => from.ReadString(),
                    2 => from.ReadInt64(),
                    3 => from.ReadDouble(),
                    _ => throw new FormatException("A stored table has a cell of an unknown kind."),
                };
            }

            table.Add(cells);
        }

        return table;
    }
}
