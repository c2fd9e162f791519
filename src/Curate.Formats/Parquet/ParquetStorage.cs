using System.Globalization;
using Curate.Core.Profile.Report;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>Describes how a file stores its columns.</summary>
internal static class ParquetStorage
{
    public static StorageReport Of(ParquetFile file)
    {
        FileMetaData footer = file.Reader.Metadata;
        var facts = new List<(string, string)>
        {
            ("row groups", Show(file.GroupCount)),
            ("rows", Show(file.RowCount)),
            ("written by", footer.CreatedBy ?? "not told"),
            ("version", Show(footer.Version)),
        };
        if (file.GroupCount > 0)
        {
            facts.Insert(1, ("rows of a row group", Show(Groups(file).Min()) + " to " + Show(Groups(file).Max())));
        }

        facts.AddRange(footer.KeyValues.Select(static pair => ("key " + pair.Key, Show(pair.Value?.Length ?? 0) + " characters")));
        return new StorageReport
        {
            Format = "parquet",
            Facts = facts,
            Columns = [.. file.Schema.Leaves.Select(leaf => ColumnOf(file, leaf))],
        };
    }

    private static IEnumerable<long> Groups(ParquetFile file) => Enumerable.Range(0, file.GroupCount).Select(file.GroupRows);

    private static StoredColumn ColumnOf(ParquetFile file, LeafColumn leaf)
    {
        var encodings = new SortedSet<string>(StringComparer.Ordinal);
        var codecs = new SortedSet<string>(StringComparer.Ordinal);
        long compressed = 0;
        long plain = 0;
        for (int group = 0; group < file.GroupCount; group++)
        {
            if (file.Chunk(group, leaf.Index) is { } chunk)
            {
                encodings.UnionWith(chunk.Encodings.Select(static e => e.ToString()));
                codecs.Add(chunk.Codec.ToString());
                compressed += chunk.CompressedBytes;
                plain += chunk.UncompressedBytes;
            }
        }

        string meaning = leaf.Logical is { } logical ? $" ({SchemaDifference.Describe(logical)})" : "";
        return new StoredColumn
        {
            Path = leaf.PathText,
            Type = leaf.Type + meaning,
            Encodings = [.. encodings],
            Codec = string.Join(", ", codecs),
            CompressedBytes = compressed,
            UncompressedBytes = plain,
        };
    }

    private static string Show(long value) => value.ToString(CultureInfo.InvariantCulture);
}
