using System.Buffers.Binary;
using Curate.Core.Data;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>
/// The bounds of a column chunk in the kind in which a column is asked for. Statistics that are missing, of the wrong size, of an order that is not known, out of
/// order or NaN bound nothing; the older statistics, which writers ordered as they pleased, count for signed numbers alone.
/// </summary>
internal static class ChunkBounds
{
    private const long DayMicros = 86_400_000_000;

    public static ColumnBounds Of(ParquetFile file, int group, LeafColumn leaf, ColumnRequest column)
    {
        ColumnMetaData? data = file.Chunk(group, leaf.Index);
        if (leaf.MaxRepetition > 0 || data?.Statistics is not { } statistics || data.ValueCount != file.GroupRows(group))
        {
            return ColumnBounds.Unknown;
        }

        long rows = file.GroupRows(group);
        bool isKnown = statistics.NullCount is >= 0 and long nulls && nulls <= rows;
        var bounds = new ColumnBounds
        {
            MayBeNull = leaf.MaxDefinition > 0 && !(isKnown && statistics.NullCount == 0),
            MayHaveValues = leaf.MaxDefinition == 0 || !isKnown || statistics.NullCount < rows || HasBound(statistics),
        };
        IReadOnlyList<ColumnOrder> orders = file.Reader.Metadata.ColumnOrders;
        bool isOrdered = leaf.Index < orders.Count && orders[leaf.Index] == ColumnOrder.TypeDefined;
        byte[]? min = isOrdered ? statistics.Min : null;
        byte[]? max = isOrdered ? statistics.Max : null;
        if ((min is null || max is null) && leaf.Order == SortOrder.Signed)
        {
            (min, max) = (statistics.LegacyMin, statistics.LegacyMax);
        }

        return min is null || max is null ? bounds : column.Kind switch
        {
            ColumnKind.Whole or ColumnKind.Flag or ColumnKind.Date or ColumnKind.Time => bounds with { Wholes = Wholes(leaf, column.Kind, min, max) },
            ColumnKind.Number => bounds with { Numbers = Numbers(leaf, min, max) },
            ColumnKind.Text when leaf.IsVariable && leaf.Logical?.Kind is LogicalKind.String or LogicalKind.Enum && min.AsSpan().SequenceCompareTo(max) <= 0 =>
                bounds with { Texts = (min, max) },
            _ => bounds,
        };
    }

    // A chunk of nothing but nulls has no bounds: where it has, its counts are not to be trusted.
    private static bool HasBound(ColumnStatistics statistics) => (statistics.Min ?? statistics.Max ?? statistics.LegacyMin ?? statistics.LegacyMax) is not null;

    private static (long Low, long High)? Wholes(LeafColumn leaf, ColumnKind kind, byte[] min, byte[] max) =>
        Whole(leaf, kind, min) is { } low && Whole(leaf, kind, max) is { } high && low <= high ? (low, high) : null;

    private static (double Low, double High)? Numbers(LeafColumn leaf, byte[] min, byte[] max) =>
        Number(leaf, min) is { } low && Number(leaf, max) is { } high && low <= high ? (low, high) : null;

    // Every conversion keeps the order, as that of the values does.
    private static long? Whole(LeafColumn leaf, ColumnKind kind, byte[] bytes)
    {
        bool isMoment = kind is ColumnKind.Date or ColumnKind.Time;
        long? stored = (leaf.Type, bytes.Length) switch
        {
            (PhysicalType.Boolean, 1) when kind == ColumnKind.Flag && bytes[0] <= 1 => bytes[0],
            (PhysicalType.Int32, 4) when kind != ColumnKind.Flag => leaf.Order == SortOrder.Unsigned
                ? BinaryPrimitives.ReadUInt32LittleEndian(bytes) : BinaryPrimitives.ReadInt32LittleEndian(bytes),
            (PhysicalType.Int64, 8) when kind != ColumnKind.Flag && (leaf.Order != SortOrder.Unsigned || bytes[7] < 128) => BinaryPrimitives.ReadInt64LittleEndian(bytes),
            _ => null,
        };
        return leaf.Logical?.Kind switch
        {
            LogicalKind.Date => isMoment && stored is { } days && Math.Abs(days) < long.MaxValue / DayMicros ? days * DayMicros : null,
            LogicalKind.Timestamp when !isMoment => null,
            LogicalKind.Timestamp => leaf.Logical.Unit switch
            {
                ParquetTimeUnit.Microseconds => stored,
                ParquetTimeUnit.Milliseconds => stored is > long.MinValue / 1000 and < long.MaxValue / 1000 ? stored * 1000 : null,
                _ => stored is { } nanos ? (nanos / 1000) - (nanos % 1000 < 0 ? 1 : 0) : null,
            },
            LogicalKind.Integer or null => isMoment ? null : stored,
            _ => null,
        };
    }

    private static double? Number(LeafColumn leaf, byte[] bytes)
    {
        double? stored = (leaf.Type, bytes.Length) switch
        {
            (PhysicalType.Float, 4) => BinaryPrimitives.ReadSingleLittleEndian(bytes),
            (PhysicalType.Double, 8) => BinaryPrimitives.ReadDoubleLittleEndian(bytes),
            _ => Whole(leaf, ColumnKind.Whole, bytes),
        };
        return stored is { } value && !double.IsNaN(value) ? value : null;
    }
}
