using Curate.Parquet.Metadata;
using Curate.Parquet.Reading;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>Lists of one length.</summary>
/// <param name="Dimension">The length; 0 = not known.</param>
/// <param name="HasNulls">Some rows have no list.</param>
internal sealed record VectorShape(int Dimension, bool HasNulls)
{
    private const int StepRows = 1024;

    /// <summary>
    /// The shape of a column of lists, or null where their lengths differ, a list is empty or has a null in it, or there is no list at all.
    /// Counts of the footer rule most columns out; the others are read once.
    /// </summary>
    public static VectorShape? Find(ParquetFile file, SchemaNode node)
    {
        LeafColumn leaf = node.VectorElement!;
        int dimension = FirstLength(file, node, leaf);
        if (dimension < 1)
        {
            return null;
        }

        bool mayHaveNulls = false;
        for (int group = 0; group < file.GroupCount; group++)
        {
            if (file.Chunk(group, leaf.Index) is not { } chunk)
            {
                return null;
            }

            long rows = file.GroupRows(group);
            mayHaveNulls |= chunk.ValueCount != rows * dimension;
            if (chunk.Statistics?.NullCount is { } nulls && (chunk.ValueCount - nulls) != (rows - nulls) * dimension)
            {
                return null;
            }
        }

        if (!mayHaveNulls && leaf.Type == PhysicalType.Float && AreAll(file, leaf, dimension))
        {
            return new VectorShape(dimension, HasNulls: false);
        }

        bool? hasNulls = ByLevels(file, node, leaf, dimension);
        return hasNulls is null ? null : new VectorShape(dimension, hasNulls.Value);
    }

    private static int FirstLength(ParquetFile file, SchemaNode node, LeafColumn leaf)
    {
        var batch = new ColumnBatch();
        for (int group = 0; group < file.GroupCount; group++)
        {
            LeafReader reader = file.OpenLeaf(group, leaf.Index);
            for (int step = 1; reader.Read(batch, step) > 0; step = StepRows)
            {
                for (int row = 0; row < batch.RowCount; row++)
                {
                    if (LengthOf(batch, node, row) is { } length and not 0)
                    {
                        return length;
                    }
                }
            }
        }

        return 0;
    }

    private static bool AreAll(ParquetFile file, LeafColumn leaf, int dimension)
    {
        float[] values = new float[Math.Min(StepRows * (long)dimension, Math.Max(dimension, 1 << 20)) / dimension * dimension];
        for (int group = 0; group < file.GroupCount; group++)
        {
            LeafReader reader = file.OpenLeaf(group, leaf.Index);
            while (reader.RowsLeft > 0)
            {
                if (reader.ReadVectors(values, dimension, out VectorFault fault) == 0 || fault != VectorFault.None)
                {
                    return false;
                }
            }
        }

        return true;
    }

    private static bool? ByLevels(ParquetFile file, SchemaNode node, LeafColumn leaf, int dimension)
    {
        var batch = new ColumnBatch();
        bool hasNulls = false;
        for (int group = 0; group < file.GroupCount; group++)
        {
            LeafReader reader = file.OpenLeaf(group, leaf.Index);
            while (reader.Read(batch, StepRows) > 0)
            {
                for (int row = 0; row < batch.RowCount; row++)
                {
                    int length = LengthOf(batch, node, row);
                    hasNulls |= length == 0;
                    if (length != 0 && length != dimension)
                    {
                        return null;
                    }
                }
            }
        }

        return hasNulls;
    }

    // 0 for a null, -1 for a list that is empty or has a null in it.
    private static int LengthOf(ColumnBatch batch, SchemaNode node, int row)
    {
        int slot = batch.RowSlots[row];
        int slots = batch.RowSlots[row + 1] - slot;
        int values = batch.RowValues[row + 1] - batch.RowValues[row];
        return values == slots ? values
            : values == 0 && slots == 1 && batch.DefinitionLevels[slot] < node.DefinitionLevel ? 0
            : -1;
    }
}
