using Curate.Core.Data;

namespace Curate.Core.Methods;

/// <summary>How large a row is, in the units of budgets.</summary>
internal static class RowSize
{
    /// <summary>Bytes of a row's record with its line end, or of its canonical form.</summary>
    public static double Bytes(RecordBatch batch, int row) =>
        batch.Payload is RecordBytes records ? records.Range(row, row + 1).Length : batch.Payload!.RowBytes(row);

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
