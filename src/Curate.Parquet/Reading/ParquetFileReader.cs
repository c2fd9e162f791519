using System.Buffers.Binary;
using System.Globalization;
using Curate.Parquet.Compression;
using Curate.Parquet.Input;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;

namespace Curate.Parquet.Reading;

/// <summary>
/// A Parquet file: its footer and schema, and readers of its columns. Opening reads the footer alone. Readers of columns may be used on
/// different threads.
/// </summary>
public sealed class ParquetFileReader : IDisposable
{
    private const uint Magic = 0x31524150;
    private const uint EncryptedMagic = 0x45524150;
    private const int LargestFooter = 1 << 30;

    private readonly IParquetInput _input;
    private readonly long _footerOffset;

    private ParquetFileReader(IParquetInput input, FileMetaData metadata, ParquetSchema schema, long footerOffset)
    {
        _input = input;
        Metadata = metadata;
        Schema = schema;
        _footerOffset = footerOffset;
    }

    public FileMetaData Metadata { get; }

    public ParquetSchema Schema { get; }

    public int RowGroupCount => Metadata.RowGroups.Count;

    /// <summary>Rows of all row groups. Writers exist that leave the number of the footer itself at 0.</summary>
    public long RowCount { get; private init; }

    /// <summary>Page checksums are compared where pages have them; on unless switched off.</summary>
    public bool VerifyChecksums { get; set; } = true;

    internal IParquetInput Input => _input;

    /// <summary>Opens a file with positioned reads.</summary>
    /// <exception cref="ParquetFormatException">It is no Parquet file, is damaged or encrypted.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static ParquetFileReader Open(string path) => Open(new FileInput(path));

    /// <summary>Opens an input; the reader disposes it, also when opening fails.</summary>
    /// <exception cref="ParquetFormatException">It is no Parquet file, is damaged or encrypted.</exception>
    public static ParquetFileReader Open(IParquetInput input)
    {
        bool opened = false;
        long footerOffset = 0;
        try
        {
            byte[] footer = ReadFooter(input, out footerOffset);
            FileMetaData metadata = FooterReader.Read(footer);
            ParquetSchema schema = ParquetSchema.From(metadata.Schema);
            long rows = CheckRowGroups(metadata, schema);
            opened = true;
            return new ParquetFileReader(input, metadata, schema, footerOffset) { RowCount = rows };
        }
        catch (ParquetFormatException fault) when (fault.Offset < 0)
        {
            throw Faults.At(fault, footerOffset, null);
        }
        finally
        {
            if (!opened)
            {
                input.Dispose();
            }
        }
    }

    /// <summary>A reader of one leaf column of one row group.</summary>
    /// <param name="rowGroup">The row group.</param>
    /// <param name="leaf">The leaf column.</param>
    /// <param name="buffers">Memory of a reader that is done; its batches stay good, its pages do not.</param>
    /// <exception cref="ParquetFormatException">The chunk is encrypted, or in another file, or its place is impossible.</exception>
    public ColumnReader OpenColumn(int rowGroup, int leaf, PageBuffers? buffers = null)
    {
        LeafColumn column = Schema.Leaves[leaf];
        ColumnMetaData data = Chunk(rowGroup, leaf);
        return new ColumnReader(_input, column, data, data.Start + data.CompressedBytes, Metadata.RowGroups[rowGroup].RowCount, VerifyChecksums,
            buffers ?? new PageBuffers());
    }

    /// <summary>Data pages of a column chunk that have entries and no value. Walks over page headers where the footer does not tell.</summary>
    /// <exception cref="ParquetFormatException">The pages are damaged.</exception>
    public long CountNullPages(int rowGroup, int leaf)
    {
        ColumnMetaData data = Chunk(rowGroup, leaf);
        try
        {
            return NullPages.Count(_input, Schema.Leaves[leaf], data, VerifyChecksums);
        }
        catch (ParquetFormatException fault) when (fault.Column is null)
        {
            throw Faults.At(fault, data.Start, Schema.Leaves[leaf].PathText);
        }
    }

    /// <summary>Copies the stored bytes of a column chunk, pages and headers as they are, to a stream. O(bytes), 1 MiB of memory.</summary>
    public void CopyChunk(int rowGroup, int leaf, Stream to)
    {
        ColumnMetaData data = Chunk(rowGroup, leaf);
        long at = data.Start;
        long end = at + data.CompressedBytes;
        byte[] buffer = new byte[(int)Math.Min(1 << 20, data.CompressedBytes)];
        while (at < end)
        {
            int count = _input.Read(at, buffer.AsSpan(0, (int)Math.Min(buffer.Length, end - at)));
            if (count == 0)
            {
                throw Faults.At(new ParquetFormatException(ParquetFault.Corrupt, "the file ends inside a column chunk"), at, Schema.Leaves[leaf].PathText);
            }

            to.Write(buffer, 0, count);
            at += count;
        }
    }

    public void Dispose() => _input.Dispose();

    /// <summary>Where a chunk stands, checked against the file.</summary>
    internal ColumnMetaData Chunk(int rowGroup, int leaf)
    {
        LeafColumn column = Schema.Leaves[leaf];
        ColumnChunkInfo chunk = Metadata.RowGroups[rowGroup].Columns[leaf];
        try
        {
            if (chunk.IsEncrypted)
            {
                Faults.Encrypted("the column is encrypted, and encrypted columns are not read");
            }

            if (chunk.FilePath is { Length: > 0 })
            {
                Faults.Unsupported($"the column is stored in another file, '{chunk.FilePath}'");
            }

            if (chunk.Data is not ColumnMetaData data)
            {
                Faults.Corrupt("the column chunk has no metadata");
                return null;
            }

            if (data.Type != column.Type)
            {
                Faults.Corrupt($"the column chunk holds {data.Type}, the schema says {column.Type}");
            }

            if ((uint)column.Type > (uint)PhysicalType.FixedLengthByteArray)
            {
                Faults.Unsupported($"the physical type {(int)column.Type} is not known here");
            }

            if (data.ValueCount < 0 || data.Start < 4 || data.CompressedBytes < 0 || data.CompressedBytes > _footerOffset - data.Start)
            {
                Faults.Corrupt("the column chunk lies outside the file");
            }

            if ((uint)data.Codec > (uint)ParquetCodec.Lz4Raw)
            {
                Faults.Unsupported($"the compression codec {(int)data.Codec} is not known here");
            }

            return data;
        }
        catch (ParquetFormatException fault) when (fault.Column is null)
        {
            throw Faults.At(fault, chunk.Data?.Start ?? _footerOffset, column.PathText);
        }
    }

    private static byte[] ReadFooter(IParquetInput input, out long footerOffset)
    {
        footerOffset = 0;
        Span<byte> ends = stackalloc byte[8];
        long length = input.Length;
        if (length < 12)
        {
            Faults.Corrupt(length == 0 ? "the file is empty" : "the file is too short for a Parquet file");
        }

        footerOffset = length - 8;
        if (input.Read(length - 8, ends) != 8)
        {
            Faults.Corrupt("the file ends while its footer is read");
        }

        uint magic = BinaryPrimitives.ReadUInt32LittleEndian(ends[4..]);
        uint bytes = BinaryPrimitives.ReadUInt32LittleEndian(ends);
        if (magic == EncryptedMagic)
        {
            Faults.Encrypted("the footer is encrypted, and encrypted files are not read");
        }

        if (magic != Magic)
        {
            Faults.Corrupt("the file does not end as a Parquet file does; it may be cut short");
        }

        if (bytes > length - 12)
        {
            Faults.Corrupt(string.Create(CultureInfo.InvariantCulture, $"the footer of {bytes} bytes is longer than the file"));
        }

        if (bytes > LargestFooter)
        {
            Faults.Limit("the footer is larger than 1 GiB");
        }

        footerOffset = length - 8 - bytes;
        if (input.Read(0, ends[..4]) != 4 || BinaryPrimitives.ReadUInt32LittleEndian(ends) != Magic)
        {
            Faults.Corrupt("the file does not begin as a Parquet file does");
        }

        byte[] footer = new byte[bytes];
        if (input.Read(footerOffset, footer) != footer.Length)
        {
            Faults.Corrupt("the file ends while its footer is read");
        }

        return footer;
    }

    private static long CheckRowGroups(FileMetaData metadata, ParquetSchema schema)
    {
        long rows = 0;
        foreach (RowGroupInfo group in metadata.RowGroups)
        {
            if (group.Columns.Count != schema.Leaves.Count)
            {
                Faults.Corrupt(string.Create(CultureInfo.InvariantCulture,
                    $"a row group has {group.Columns.Count} columns, the schema {schema.Leaves.Count}"));
            }

            if (group.RowCount > long.MaxValue - rows)
            {
                Faults.Corrupt("the row groups have an impossible number of rows");
            }

            rows += group.RowCount;
        }

        return rows;
    }
}
