using Curate.Core.Data;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>What the columns of a file are in the kinds of this program.</summary>
internal static class ParquetFields
{
    /// <summary>Most digits of a decimal that fits into 128 bits whatever they are.</summary>
    public const int MostDigits = 38;

    /// <summary>The field of a node: a leaf in no list by its type, everything else as JSON. Lists that may be vectors are the caller's matter.</summary>
    /// <param name="file">The file, whose statistics tell whether whole numbers without sign fit.</param>
    /// <param name="node">A top-level field, or one inside of structs.</param>
    /// <param name="name">What the column is called.</param>
    public static Field Of(ParquetFile file, SchemaNode node, string name) =>
        node.Leaf is { MaxRepetition: 0 } leaf ? OfLeaf(leaf, name, () => IsBeyondLong(file, leaf)) : new Field(name, ColumnKind.Json);

    /// <summary>The field of a leaf's values.</summary>
    /// <param name="leaf">The leaf.</param>
    /// <param name="name">What the column is called.</param>
    /// <param name="isBeyondLong">Whether whole numbers without sign may exceed 2^63 - 1; asked only where it matters.</param>
    public static Field OfLeaf(LeafColumn leaf, string name, Func<bool> isBeyondLong)
    {
        LogicalType? logical = leaf.Logical;
        if (logical?.Kind == LogicalKind.Decimal)
        {
            return logical.Precision <= MostDigits
                ? new Field(name, ColumnKind.Decimal) { Scale = logical.Scale }
                : new Field(name, ColumnKind.Text);
        }

        ColumnKind kind = logical?.Kind switch
        {
            LogicalKind.String or LogicalKind.Enum or LogicalKind.Uuid or LogicalKind.Interval or LogicalKind.Time or LogicalKind.Null => ColumnKind.Text,
            LogicalKind.Date => ColumnKind.Date,
            LogicalKind.Timestamp => ColumnKind.Time,
            LogicalKind.Float16 => ColumnKind.Number,
            LogicalKind.Json => ColumnKind.Json,
            LogicalKind.Integer when leaf.Type == PhysicalType.Int64 && !logical.IsSigned && isBeyondLong() => ColumnKind.Decimal,
            _ => leaf.Type switch
            {
                PhysicalType.Boolean => ColumnKind.Flag,
                PhysicalType.Int32 or PhysicalType.Int64 => ColumnKind.Whole,
                PhysicalType.Int96 => ColumnKind.Time,
                PhysicalType.Float or PhysicalType.Double => ColumnKind.Number,
                _ => ColumnKind.Bytes,
            },
        };
        return new Field(name, kind) { IsSingle = leaf.Type == PhysicalType.Float || logical?.Kind == LogicalKind.Float16 };
    }

    /// <summary>True when the list's elements are floats of one of the widths.</summary>
    public static bool MayBeVector(SchemaNode node) =>
        node.RepetitionLevel == 0 && node.VectorElement is { } leaf && (leaf.Type is PhysicalType.Float or PhysicalType.Double || leaf.Logical?.Kind == LogicalKind.Float16);

    // Without a maximum that can be trusted the larger kind is the safe one.
    private static bool IsBeyondLong(ParquetFile file, LeafColumn leaf)
    {
        for (int group = 0; group < file.GroupCount; group++)
        {
            if (file.GroupRows(group) == 0)
            {
                continue;
            }

            ColumnStatistics? statistics = file.Chunk(group, leaf.Index)?.Statistics;
            bool allNull = statistics?.NullCount is { } nulls && nulls == file.GroupRows(group);
            if (!allNull && (statistics?.Max is not { Length: 8 } max || BitConverter.ToInt64(max) < 0))
            {
                return true;
            }
        }

        return false;
    }
}
