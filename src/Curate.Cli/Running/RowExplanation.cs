using System.Text;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;
using Curate.Core.Running;

namespace Curate.Cli.Running;

/// <summary>Says what a plan does with one row, and why, with the row itself and the row it was matched with.</summary>
internal static class RowExplanation
{
    public static string Of(Session session, IRecordSource source, RowPlan plan, long row)
    {
        if (row >= plan.InputRows)
        {
            Fail.Usage($"--explain {NumberText.Of(row)}: the input has {NumberText.Of(plan.InputRows)} rows, counted from 0.");
        }

        var text = new StringBuilder();
        var needs = plan.Needs;
        using IRecordReader reader = source.Open(new ReadRequest { Columns = needs });
        PlanCursor cursor = plan.Open();
        var batch = new RecordBatch();
        var selection = new RowSelection(plan.Added, plan.Evidence, wantDropped: true);
        while (reader.Read(batch, session.Context.Ct))
        {
            selection.Clear();
            cursor.Select(batch, 0, selection);
            if (row < batch.FirstRow + batch.Count)
            {
                break;
            }
        }

        int at = (int)(row - batch.FirstRow);
        int copies = 0;
        int firstCopy = -1;
        for (int i = 0; i < selection.Count; i++)
        {
            if (selection.Rows[i] == at)
            {
                firstCopy = firstCopy < 0 ? i : firstCopy;
                copies++;
            }
        }

        text.Append("Row ").Append(NumberText.Of(row)).Append(": ");
        long? match = null;
        string? reason = null;
        if (copies > 0)
        {
            text.Append(copies == 1 ? "kept" : $"kept, {NumberText.Of(copies)} copies");
            AppendValues(text, plan.Added, selection.Added, firstCopy, out match);
        }
        else
        {
            int dropped = selection.DroppedRows.IndexOf(at);
            reason = selection.DroppedReasons[dropped];
            text.Append("dropped, ").Append(reason);
            AppendValues(text, plan.Evidence, selection.Evidence, dropped, out match);
        }

        text.Append('\n');
        AppendRow(text, session, source, row, "  ");
        if (match is { } other && other != row && reason != "in-other")
        {
            text.Append("Row ").Append(NumberText.Of(other)).Append(" is the one that stays:\n");
            AppendRow(text, session, source, other, "  ");
        }

        if (plan.Explain(row) is { } more)
        {
            text.Append(more);
        }

        return text.ToString();
    }

    private static void AppendValues(StringBuilder text, IReadOnlyList<Field> fields, Column[] columns, int row, out long? match)
    {
        match = null;
        for (int c = 0; c < fields.Count; c++)
        {
            if (columns[c].IsNull(row))
            {
                continue;
            }

            CellValue value = CellValues.Of(columns[c], row);
            text.Append(", ").Append(fields[c].Name.TrimStart('_').Replace('_', ' ')).Append(' ').Append(Encoding.UTF8.GetString(CellValues.Utf8(value)));
            match = fields[c].Name == "_representative" ? value.Whole : match;
        }
    }

    private static void AppendRow(StringBuilder text, Session session, IRecordSource source, long row, string indent)
    {
        IReadOnlyList<string> names = [.. source.Schema.Fields.Select(static f => f.Name)];
        var request = new ReadRequest { Columns = [.. names.Select(static n => new ColumnRequest(n, ColumnKind.Text))], FromRow = row, ToRow = row + 1 };
        using IRecordReader reader = source.Open(request);
        var batch = new RecordBatch(1);
        if (!reader.Read(batch, session.Context.Ct))
        {
            return;
        }

        for (int c = 0; c < names.Count; c++)
        {
            text.Append(indent).Append(names[c]).Append(": ").Append(batch[c].IsNull(0) ? "(missing)" : Fail.Show(batch.Text(c)[0])).Append('\n');
        }
    }
}
