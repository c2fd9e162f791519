using Curate.Core.Data;

namespace Curate.Core.Check.Rules.Kinds;

/// <summary>The numbers of a column of a batch; texts that are none, and missing values, are skipped.</summary>
internal static class NumberParts
{
    public static void Read(RecordBatch batch, int column, RulePart part)
    {
        if (part.Numbers.Length < batch.Count)
        {
            part.Numbers = new double[batch.Count];
        }

        TextColumn values = batch.Text(column);
        for (int row = 0; row < batch.Count; row++)
        {
            part.States[row] = part.Takes(row) && !values.IsNull(row) && RuleParsing.TryNumber(values[row], out part.Numbers[row]) ? RowRun.Kept : RowRun.Skipped;
        }
    }
}
