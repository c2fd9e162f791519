using Curate.Parquet.Encodings;
using Curate.Parquet.Input;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;

namespace Curate.Parquet.Reading;

/// <summary>
/// Counts the data pages of a chunk that hold entries but no value. The footer tells it where no entry is null; otherwise headers are walked. A page of version 1
/// does not say how many nulls it has, so its levels are read, but only where the page is small enough to hold nothing else.
/// </summary>
internal static class NullPages
{
    // Header reads alone should not pull pages in.
    private const int HeaderBytes = 1 << 12;
    private const int Piece = 4096;

    // Lengths before levels, heads of runs, the width of indices of which there are none.
    private const int MostOverhead = 64;

    public static long Count(IParquetInput input, LeafColumn column, ColumnMetaData data, bool verifyChecksums)
    {
        if (column.MaxDefinition == 0 || data.Statistics?.NullCount == 0)
        {
            return 0;
        }

        var pages = new PageCursor(input, column, data, data.Start + data.CompressedBytes, verifyChecksums, new PageBuffers(), HeaderBytes);
        long count = 0;
        while (pages.MoveNext())
        {
            count += IsNull(pages, column) ? 1 : 0;
            pages.DropPage();
        }

        return count;
    }

    private static bool IsNull(PageCursor pages, LeafColumn column)
    {
        PageHeader header = pages.Header;
        if (header.Kind == PageType.DataV2)
        {
            return header.NullCount == header.ValueCount;
        }

        // Levels that are packed take their bits, and runs less.
        int bits = BitPacker.WidthFor((uint)column.MaxDefinition) + BitPacker.WidthFor((uint)column.MaxRepetition);
        if (header.UncompressedBytes > MostOverhead + ((long)header.ValueCount * bits / 8))
        {
            return false;
        }

        pages.Load();
        Span<byte> levels = stackalloc byte[Piece];
        for (int left = header.ValueCount; left > 0; left -= levels.Length)
        {
            levels = levels[..Math.Min(left, levels.Length)];
            pages.Definition.Read(levels);
            if (levels.Contains((byte)column.MaxDefinition))
            {
                return false;
            }
        }

        return true;
    }
}
