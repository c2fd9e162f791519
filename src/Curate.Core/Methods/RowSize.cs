using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Methods;

/// <summary>How large a row is, in the units of budgets.</summary>
internal static class RowSize
{
    /// <summary>Bytes of each row's record with its line end, or of its canonical form.</summary>
    public static void Bytes(RecordBatch batch, Span<double> sizes)
    {
        for (int row = 0; row < batch.Count; row++)
        {
            sizes[row] = batch.Payload is RecordBytes records ? records.Range(row, row + 1).Length : batch.Payload!.RowBytes(row);
        }
    }

    /// <summary>Sizes that a column gives; a missing one is 0.</summary>
    /// <exception cref="CurateException">One is negative or not finite.</exception>
    public static void Numbers(RecordBatch batch, int column, string name, Span<double> sizes)
    {
        var numbers = (NumberColumn)batch[column];
        for (int row = 0; row < batch.Count; row++)
        {
            double value = numbers.IsNull(row) ? 0 : numbers[row];
            if (!(value >= 0) || double.IsInfinity(value))
            {
                Fail.With(ErrorCodes.BadValue, $"row {NumberText.Of(batch.FirstRow + row + 1)}, column '{name}': {NumberText.Of(value)} is no size; sizes are finite and 0 or more.");
            }

            sizes[row] = value;
        }
    }

    /// <summary>Runs of anything but ASCII white space.</summary>
    public static int Tokens(ReadOnlySpan<byte> text)
    {
        int tokens = 0;
        bool inside = false;
        foreach (byte b in text)
        {
            bool space = b == ' ' || (b >= 9 && b <= 13);
            tokens += !space && !inside ? 1 : 0;
            inside = !space;
        }

        return tokens;
    }
}
