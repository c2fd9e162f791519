using System.Text.Encodings.Web;
using System.Text.Json;
using Curate.Core.Card;
using Curate.Core.Data;
using Curate.Core.Options;
using Curate.Core.Profile.Report;
using Curate.Formats.Files;

namespace Curate.Cli.Reports.Card;

/// <summary>
/// A dataset as Croissant 1.1 (JSON-LD, MLCommons): its files with hashes, one record set with a field per column, the sets as a record set of their own, where it was derived from
/// (PROV), and what people wrote as properties of responsible AI. Only what is known is written.
/// </summary>
internal static class CroissantJson
{
    private const string Records = "records";
    private const string SplitSet = "splits";
    private const string Set = "all-files";

    /// <summary>Human parts that have a property.</summary>
    private static readonly (string Field, string Property)[] s_answers =
    [
        ("collection", "rai:dataCollection"), ("annotation", "rai:dataAnnotationProtocol"), ("preparation", "rai:dataPreprocessingProtocol"), ("intended-use", "rai:dataUseCases"),
        ("sensitive-data", "rai:personalSensitiveInformation"), ("biases", "rai:dataBiases"), ("limitations", "rai:dataLimitations"),
        ("maintenance", "rai:dataReleaseMaintenancePlan"),
    ];

    public static byte[] Of(CardPage page)
    {
        using var stream = new MemoryStream();
        using (var json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            json.WriteStartObject();
            Context(json);
            json.WriteString("@type", "sc:Dataset");
            json.WriteString("conformsTo", "http://mlcommons.org/croissant/1.1");
            json.WriteString("name", page.Name);
            json.WriteString("description", Description(page));
            if (page.Declared is { } licence)
            {
                IReadOnlyList<Licence> known = LicenceTable.Parse(licence);
                json.WriteString("license", known is [{ Id: [not '<', ..] id }] ? "https://spdx.org/licenses/" + id : licence);
            }

            if (page.Answers.TryGetValue("citation", out string? citation))
            {
                json.WriteString("citeAs", citation);
            }

            foreach ((string field, string property) in s_answers)
            {
                if (page.Answers.TryGetValue(field, out string? answer))
                {
                    json.WriteString(property, answer);
                }
            }

            MissingData(json, page);
            Derived(json, page);
            Distribution(json, page);
            RecordSets(json, page);
            json.WriteEndObject();
        }

        stream.WriteByte((byte)'\n');
        return stream.ToArray();
    }

    private static string Description(CardPage page)
    {
        string size = $"{Figures.Of(page.Report.Rows, "row")} of {Figures.Of(page.Report.Columns.Count, "column")}.";
        return page.Answers.TryGetValue("purpose", out string? purpose) ? purpose + "\n\n" + size : size;
    }

    private static void Context(Utf8JsonWriter json)
    {
        (string Term, string Means)[] terms =
        [
            ("@language", "en"), ("@vocab", "https://schema.org/"), ("citeAs", "cr:citeAs"), ("column", "cr:column"), ("conformsTo", "dct:conformsTo"), ("cr", "http://mlcommons.org/croissant/"),
            ("dct", "http://purl.org/dc/terms/"), ("extract", "cr:extract"), ("field", "cr:field"), ("fileObject", "cr:fileObject"), ("fileProperty", "cr:fileProperty"), ("fileSet", "cr:fileSet"), ("includes", "cr:includes"),
            ("isArray", "cr:isArray"), ("jsonPath", "cr:jsonPath"), ("arrayShape", "cr:arrayShape"), ("key", "cr:key"), ("prov", "http://www.w3.org/ns/prov#"), ("rai", "http://mlcommons.org/croissant/RAI/"), ("recordSet", "cr:recordSet"),
            ("references", "cr:references"), ("regex", "cr:regex"), ("sc", "https://schema.org/"), ("source", "cr:source"), ("transform", "cr:transform"),
        ];
        json.WriteStartObject("@context");
        foreach ((string term, string means) in terms)
        {
            json.WriteString(term, means);
        }

        json.WriteStartObject("data");
        json.WriteString("@id", "cr:data");
        json.WriteString("@type", "@json");
        json.WriteEndObject();
        json.WriteStartObject("dataType");
        json.WriteString("@id", "cr:dataType");
        json.WriteString("@type", "@vocab");
        json.WriteEndObject();
        json.WriteEndObject();
    }

    private static void MissingData(Utf8JsonWriter json, CardPage page)
    {
        ColumnReport[] some = [.. page.Report.Columns.Where(static c => c.Nulls > 0)];
        json.WriteString("rai:dataCollectionMissingData", some.Length == 0 ? "No value is missing."
            : "Missing values: " + string.Join(", ", some.Select(static c => $"{c.Name} {Figures.Count(c.Nulls)}")) + ".");
    }

    /// <summary>The raw data: inputs of the steps that no step made.</summary>
    private static void Derived(Utf8JsonWriter json, CardPage page)
    {
        ProvenanceInput[] raw = [.. page.Provenance.SelectMany(static s => s.Inputs).Where(static i => i.Record is null).Select(static i => i.Input).Distinct()];
        if (raw.Length == 0)
        {
            return;
        }

        json.WriteStartArray("prov:wasDerivedFrom");
        foreach (ProvenanceInput input in raw)
        {
            json.WriteStartObject();
            json.WriteString("@type", "prov:Entity");
            json.WriteString("name", input.Name);
            if (input.Sha256 is { } hash)
            {
                json.WriteString("sha256", hash);
            }

            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Distribution(Utf8JsonWriter json, CardPage page)
    {
        json.WriteStartArray("distribution");
        foreach (CardFile file in page.Files)
        {
            json.WriteStartObject();
            json.WriteString("@type", "cr:FileObject");
            json.WriteString("@id", file.Name);
            json.WriteString("name", file.Name);
            json.WriteString("contentUrl", file.Path);
            Encoding(json, file);
            json.WriteString("sha256", file.Sha256);
            json.WriteString("contentSize", $"{NumberText.Of(file.Bytes!.Value)} B");
            json.WriteEndObject();
        }

        if (page.Files.Count > 1)
        {
            json.WriteStartObject();
            json.WriteString("@type", "cr:FileSet");
            json.WriteString("@id", Set);
            json.WriteString("name", Set);
            Encoding(json, page.Files[0]);
            json.Strings("includes", [.. page.Files.Select(static f => f.Path)]);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void Encoding(Utf8JsonWriter json, CardFile file)
    {
        string type = file.Format switch
        {
            "tsv" => "text/tab-separated-values",
            "jsonl" => "application/jsonlines",
            "parquet" => "application/x-parquet",
            _ => "text/csv",
        };
        if (file.IsCompressed)
        {
            json.Strings("encodingFormat", [type, file.Path.EndsWith(".zst", StringComparison.OrdinalIgnoreCase) ? "application/zstd" : "application/gzip"]);
        }
        else
        {
            json.WriteString("encodingFormat", type);
        }
    }

    private static void RecordSets(Utf8JsonWriter json, CardPage page)
    {
        json.WriteStartArray("recordSet");
        BalanceReport? sets = page.Report.Balance.FirstOrDefault(b => b.Column == page.Split && b.Role == "group");
        if (sets is not null)
        {
            Splits(json, sets);
        }

        json.WriteStartObject();
        json.WriteString("@type", "cr:RecordSet");
        json.WriteString("@id", Records);
        json.WriteString("name", Records);
        json.WriteString("description", $"{Figures.Of(page.Report.Rows, "row")}.");
        string[] labels = [.. page.Report.Balance.Where(static b => b.Role == "label").Select(static b => b.Column)];
        ColumnReport? key = page.Report.Duplicates is { KeysAreExact: true } duplicates ? page.Report.Columns.FirstOrDefault(c => duplicates.Keys.Contains(c.Name, StringComparer.Ordinal)) : null;
        if (key is not null)
        {
            Reference(json, "key", Id(key.Name));
        }

        json.WriteStartArray("field");
        foreach (ColumnReport column in page.Report.Columns)
        {
            Field(json, page, column, labels.Contains(column.Name, StringComparer.Ordinal), sets is not null && column.Name == page.Split);
        }

        json.WriteEndArray();
        json.WriteEndObject();
        json.WriteEndArray();
    }

    private static void Splits(Utf8JsonWriter json, BalanceReport sets)
    {
        json.WriteStartObject();
        json.WriteString("@type", "cr:RecordSet");
        json.WriteString("@id", SplitSet);
        json.WriteString("name", SplitSet);
        json.WriteString("dataType", "cr:Split");
        Reference(json, "key", SplitSet + "/name");
        json.WriteStartArray("field");
        foreach ((string name, string type) in new[] { ("name", "sc:Text"), ("url", "sc:URL") })
        {
            json.WriteStartObject();
            json.WriteString("@type", "cr:Field");
            json.WriteString("@id", $"{SplitSet}/{name}");
            json.WriteString("name", name);
            json.WriteString("dataType", type);
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteStartArray("data");
        foreach (ClassReport set in sets.Classes)
        {
            json.WriteStartObject();
            json.WriteString($"{SplitSet}/name", set.Name);
            json.WriteString($"{SplitSet}/url", set.Name.ToLowerInvariant() switch
            {
                "train" or "training" => "cr:TrainSplit",
                "test" => "cr:TestSplit",
                "validation" or "valid" or "val" or "dev" => "cr:ValidationSplit",
                _ => null,
            });
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static void Field(Utf8JsonWriter json, CardPage page, ColumnReport column, bool isLabel, bool isSplit)
    {
        json.WriteStartObject();
        json.WriteString("@type", "cr:Field");
        json.WriteString("@id", Id(column.Name));
        json.WriteString("name", column.Name);
        bool isVector = column.Vector is not null;
        string type = isVector ? "sc:Float" : column.Kind switch
        {
            ColumnKind.Whole => "sc:Integer",
            ColumnKind.Number or ColumnKind.Decimal => "sc:Float",
            ColumnKind.Flag => "sc:Boolean",
            ColumnKind.Date => "sc:Date",
            ColumnKind.Time => "sc:DateTime",
            _ => "sc:Text",
        };
        if (isLabel || isSplit)
        {
            json.Strings("dataType", [type, isLabel ? "cr:Label" : "cr:Split"]);
        }
        else
        {
            json.WriteString("dataType", type);
        }

        if (isVector)
        {
            json.WriteBoolean("isArray", true);
            json.WriteString("arrayShape", NumberText.Of(column.Vector!.Dimension));
        }

        if (isSplit)
        {
            json.WriteStartObject("references");
            Reference(json, "field", SplitSet + "/name");
            json.WriteEndObject();
        }

        json.WriteStartObject("source");
        Reference(json, page.Files.Count > 1 ? "fileSet" : "fileObject", page.Files.Count > 1 ? Set : page.Files[0].Name);
        Extract(json, page, column.Name);
        json.WriteEndObject();
        json.WriteEndObject();
    }

    /// <summary>Where in its file a value stands: a column, a place in a nested one, or the name of a folder.</summary>
    private static void Extract(Utf8JsonWriter json, CardPage page, string column)
    {
        string within = "";
        string stored = column;
        while (!page.Schema.Contains(stored) && stored.LastIndexOf('.') is > 0 and int dot)
        {
            within = stored[(dot + 1)..] + (within.Length > 0 ? "." + within : "");
            stored = stored[..dot];
        }

        bool isFolder = page.FolderKeys.Contains(column, StringComparer.Ordinal);
        json.WriteStartObject("extract");
        json.WriteString(isFolder ? "fileProperty" : "column", isFolder ? "fullpath" : page.Schema.Contains(stored) ? stored : column);
        json.WriteEndObject();
        if (isFolder || (within.Length > 0 && page.Schema.Contains(stored)))
        {
            json.WriteStartObject("transform");
            json.WriteString(isFolder ? "regex" : "jsonPath", isFolder ? $"{System.Text.RegularExpressions.Regex.Escape(column)}=([^/]+)/" : within);
            json.WriteEndObject();
        }
    }

    private static void Reference(Utf8JsonWriter json, string property, string id)
    {
        json.WriteStartObject(property);
        json.WriteString("@id", id);
        json.WriteEndObject();
    }

    private static string Id(string column) => $"{Records}/{column}";
}
