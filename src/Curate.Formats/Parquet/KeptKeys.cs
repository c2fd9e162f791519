using Curate.Parquet.Metadata;

namespace Curate.Formats.Parquet;

/// <summary>
/// Which entries of the inputs' own metadata an output keeps: those that other tools read back types from, where all files that rows
/// come from say the same, and the columns are the same. The row numbers of pandas hold for a whole file only.
/// </summary>
internal static class KeptKeys
{
    private static readonly string[] s_known = ["ARROW:schema", "huggingface", "pandas"];

    /// <param name="files">The files that rows came from, in the order of their first rows.</param>
    /// <param name="rows">Rows of the output.</param>
    public static IReadOnlyList<KeyValue> Of(IReadOnlyList<ParquetFile> files, long rows)
    {
        var kept = new List<KeyValue>();
        foreach (string key in files.Count == 0 ? [] : s_known)
        {
            string? value = ValueOf(files[0], key);
            bool isTold = value is not null && files.All(file => ValueOf(file, key) == value);
            bool numbersRows = key == "pandas" && value?.Contains("\"range\"", StringComparison.Ordinal) == true;
            if (isTold && (!numbersRows || (files.Count == 1 && files[0].RowCount == rows)))
            {
                kept.Add(new KeyValue(key, value));
            }
        }

        return kept;
    }

    private static string? ValueOf(ParquetFile file, string key)
    {
        foreach (KeyValue pair in file.Reader.Metadata.KeyValues)
        {
            if (pair.Key == key)
            {
                return pair.Value;
            }
        }

        return null;
    }
}
