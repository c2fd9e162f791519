using Curate.Core.Data;

namespace Curate.Core.Running;

/// <summary>Finds the kinds of columns by reading all rows: never a prefix, so that a kind is a guarantee.</summary>
public static class KindResolver
{
    /// <summary>
    /// The schema with kinds for the named columns (null = all). Columns whose kind is declared or inherent are not read. Paths into
    /// nested values are appended as fields of their own.
    /// </summary>
    public static TableSchema Resolve(PassRunner passes, IRecordSource source, IReadOnlyList<string>? columns)
    {
        TableSchema schema = source.Schema;
        IReadOnlyList<string> wanted = columns ?? [.. schema.Fields.Select(static f => f.Name)];
        string[] open = [.. wanted.Where(name => schema.IndexOf(name) is var at && (at < 0 || schema[at].Kind is null)).Distinct(StringComparer.Ordinal)];
        if (open.Length == 0)
        {
            return columns is null ? schema : Only(schema, wanted, [], null);
        }

        KindInference inference = passes.Summarise(source, new KindInference(open, source.RawKind).Request(), "infer kinds",
            () => new KindInference(open, source.RawKind));
        return columns is null ? All(schema, open, inference) : Only(schema, wanted, open, inference);
    }

    private static TableSchema All(TableSchema schema, string[] open, KindInference inference) =>
        new([.. schema.Fields.Select(f => Array.IndexOf(open, f.Name) is >= 0 and int at ? inference.Result(at) : f)]);

    private static TableSchema Only(TableSchema schema, IReadOnlyList<string> wanted, string[] open, KindInference? inference) =>
        new([.. wanted.Distinct(StringComparer.Ordinal).Select(name =>
            Array.IndexOf(open, name) is >= 0 and int at ? inference!.Result(at) : schema[schema.IndexOf(name)])]);
}
