using System.Globalization;
using Curate.Core.Profile.Report;
using Curate.Parquet.Metadata;
using Curate.Parquet.Schema;

namespace Curate.Formats.Parquet;

/// <summary>Describes how files store their columns, from their footers and, for chunks with nulls, page headers; files of one dataset are added up.</summary>
internal static class ParquetStorage
{
    public static StorageReport Of(IReadOnlyList<ParquetFile> files)
    {
        (int groups, long fewest, long most) = (0, long.MaxValue, 0);
        var facts = new List<(string, string)>();
        if (files.Count > 1)
        {
            facts.Add(("files", Show(files.Count)));
        }

        foreach (ParquetFile file in files)
        {
            for (int group = 0; group < file.GroupCount; group++, groups++)
            {
                long rows = file.GroupRows(group);
                (fewest, most) = (Math.Min(fewest, rows), Math.Max(most, rows));
            }
        }

        facts.Add(("row groups", Show(groups)));
        if (groups > 0)
        {
            facts.Add(("rows of a row group", Show(fewest) + " to " + Show(most)));
        }

        facts.Add(("rows", Show(files.Sum(static f => f.RowCount))));
        facts.Add(("written by", Listed(files.Select(static f => f.Reader.Metadata.CreatedBy ?? "not told"))));
        facts.Add(("version", Listed(files.Select(static f => Show(f.Reader.Metadata.Version)))));
        foreach (IGrouping<string, KeyValue> key in files.SelectMany(static f => f.Reader.Metadata.KeyValues).GroupBy(static pair => pair.Key, StringComparer.Ordinal))
        {
            facts.Add(("key " + key.Key, Show(key.Max(static pair => pair.Value?.Length ?? 0)) + " characters"));
        }

        return new StorageReport
        {
            Format = "parquet",
            Facts = facts,
            Columns = [.. files.SelectMany(static f => f.Schema.Leaves.Select(leaf => (File: f, Leaf: leaf)))
                .GroupBy(static c => c.Leaf.PathText, StringComparer.Ordinal).Select(static c => ColumnOf([.. c]))],
        };
    }

    private static string Listed(IEnumerable<string> values) => string.Join("; ", values.Distinct(StringComparer.Ordinal).Order(StringComparer.Ordinal));

    private static StoredColumn ColumnOf(IReadOnlyList<(ParquetFile File, LeafColumn Leaf)> places)
    {
        LeafColumn first = places[0].Leaf;
        var encodings = new SortedSet<string>(StringComparer.Ordinal);
        var codecs = new SortedSet<string>(StringComparer.Ordinal);
        long compressed = 0;
        long plain = 0;
        long nullPages = 0;
        foreach ((ParquetFile file, LeafColumn leaf) in places)
        {
            for (int group = 0; group < file.GroupCount; group++)
            {
                if (file.Chunk(group, leaf.Index) is { } chunk)
                {
                    encodings.UnionWith(chunk.Encodings.Select(static e => e.ToString()));
                    codecs.Add(chunk.Codec.ToString());
                    compressed += chunk.CompressedBytes;
                    plain += chunk.UncompressedBytes;
                    nullPages += file.NullPages(group, leaf.Index);
                }
            }
        }

        string meaning = first.Logical is { } logical ? $" ({SchemaDifference.Describe(logical)})" : "";
        return new StoredColumn
        {
            Path = first.PathText,
            Type = first.Type + meaning,
            Encodings = [.. encodings],
            Codec = string.Join(", ", codecs),
            CompressedBytes = compressed,
            UncompressedBytes = plain,
            NullPages = nullPages,
        };
    }

    private static string Show(long value) => value.ToString(CultureInfo.InvariantCulture);
}
