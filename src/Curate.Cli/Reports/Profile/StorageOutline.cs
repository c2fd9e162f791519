using Curate.Cli.Reports.Blocks;
using Curate.Core.Profile.Report;

namespace Curate.Cli.Reports.Profile;

/// <summary>How the format stores the columns.</summary>
internal static class StorageOutline
{
    private const int BriefColumns = 20;

    public static void Append(List<Block> blocks, StorageReport? storage, OutlineOptions options)
    {
        if (storage is null)
        {
            return;
        }

        blocks.Add(new HeadingBlock(2, "Storage") { Note = storage.Format });
        if (storage.Facts.Count > 0)
        {
            blocks.Add(new FactsBlock(storage.Facts));
        }

        if (storage.Columns.Count == 0)
        {
            return;
        }

        int most = Math.Min(storage.Columns.Count, options.Most(BriefColumns));
        bool hasNullPages = storage.Columns.Any(static c => c.NullPages > 0);
        blocks.Add(new TableBlock("Stored columns",
            [TableColumn.Name("column"), new("type") { Fit = Fit.Cut }, new("codec"), TableColumn.Number("compressed"), TableColumn.Number("plain"), TableColumn.Number("ratio"), .. NullPages(hasNullPages, TableColumn.Number("null pages")),
                new("encodings") { Fit = Fit.Cut, Optional = 1 }],
            [.. storage.Columns.Take(most).Select(c => (IReadOnlyList<Cell>)
            [
                c.Path, c.Type, c.Codec, Figures.Bytes(c.CompressedBytes), Figures.Bytes(c.UncompressedBytes),
                c.CompressedBytes > 0 ? Figures.Measure((double)c.UncompressedBytes / c.CompressedBytes) : Figures.None, .. NullPages<Cell>(hasNullPages, Figures.Count(c.NullPages ?? 0)), string.Join(", ", c.Encodings),
            ])])
        {
            More = OutlineOptions.Rest(storage.Columns.Count, most, "columns"),
        });
    }

    // The column is shown only where there is something to see.
    private static T[] NullPages<T>(bool isShown, T value) => isShown ? [value] : [];
}
