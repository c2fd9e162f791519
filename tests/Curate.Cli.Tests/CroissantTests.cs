using System.Security.Cryptography;
using System.Text.Json;
using System.Text.RegularExpressions;
using Curate.TestKit;

namespace Curate.Cli.Tests;

/// <summary><c>curate card --format croissant</c>: terms of the vocabulary, and files, hashes and columns that are there.</summary>
public sealed partial class CroissantTests
{
    /// <summary>What is used of schema.org.</summary>
    private static readonly string[] s_schemaOrg = ["name", "description", "license", "distribution", "contentUrl", "encodingFormat", "sha256", "contentSize"];

    [SharedDataFact("schemas")]
    public void Terms_are_those_of_the_vocabularies()
    {
        string terms = File.ReadAllText(SharedData.Path("schemas/croissant.ttl"));
        string responsible = File.ReadAllText(SharedData.Path("schemas/croissant_rai.ttl"));
        using JsonDocument example = JsonDocument.Parse(File.ReadAllBytes(SharedData.Path("schemas/croissant-1.1-example.json")));

        // The example of version 1.1 has a term that the file of the vocabulary lacks: isArray.
        HashSet<string> known =
        [
            .. Term().Matches(terms).Select(static m => "cr:" + m.Groups[1].Value), .. Responsible().Matches(responsible).Select(static m => "rai:" + m.Groups[1].Value),
            .. example.RootElement.GetProperty("@context").EnumerateObject().Where(static p => p.Value.ValueKind == JsonValueKind.String).Select(static p => p.Value.GetString()!).Where(static v => v.StartsWith("cr:", StringComparison.Ordinal)),
        ];
        using ScratchFolder folder = Parts();
        foreach (string data in new[] { "split.csv", "parts", "nested.jsonl", "vectors.parquet" })
        {
            JsonElement root = Croissant(folder, data, "--answers", "CARD.json");
            Dictionary<string, string> context = root.GetProperty("@context").EnumerateObject()
                .ToDictionary(static p => p.Name, static p => p.Value.ValueKind == JsonValueKind.String ? p.Value.GetString()! : p.Value.GetProperty("@id").GetString()!);
            var seen = new SortedSet<string>(StringComparer.Ordinal);
            Collect(root, seen, context);
            Assert.Contains("cr:column", seen);
            Assert.Equal([], seen.Where(t => t.StartsWith("cr:", StringComparison.Ordinal) || t.StartsWith("rai:", StringComparison.Ordinal) ? !known.Contains(t) : !IsOther(t)));
        }
    }

    [Fact]
    public void Document_names_the_version_and_every_reference_leads_somewhere()
    {
        using ScratchFolder folder = Parts();
        foreach (string data in new[] { "split.csv", "parts", "nested.jsonl", "vectors.parquet" })
        {
            JsonElement root = Croissant(folder, data);
            Assert.Equal("http://mlcommons.org/croissant/1.1", root.GetProperty("conformsTo").GetString());
            var ids = new List<string>();
            var references = new List<string>();
            Ids(root, ids, references);
            Assert.Equal(ids.Count, ids.Distinct().Count());
            Assert.Equal([], references.Except(ids));
        }
    }

    [Fact]
    public void Fields_lead_to_columns_of_files_with_the_stated_hash()
    {
        using ScratchFolder folder = Parts();
        foreach (string data in new[] { "split.csv", "parts", "nested.jsonl", "vectors.parquet" })
        {
            JsonElement root = Croissant(folder, data);
            var files = root.GetProperty("distribution").EnumerateArray().ToDictionary(static d => d.GetProperty("@id").GetString()!);
            foreach (JsonElement file in files.Values.Where(static f => f.GetProperty("@type").GetString() == "cr:FileObject"))
            {
                byte[] bytes = folder.Bytes("meta/" + file.GetProperty("contentUrl").GetString()!);
                Assert.Equal(file.GetProperty("sha256").GetString(), Convert.ToHexStringLower(SHA256.HashData(bytes)));
                Assert.Equal($"{bytes.Length} B", file.GetProperty("contentSize").GetString());
            }

            JsonElement records = root.GetProperty("recordSet").EnumerateArray().Single(static r => r.GetProperty("@id").GetString() == "records");
            int fields = 0;
            foreach (JsonElement field in records.GetProperty("field").EnumerateArray())
            {
                JsonElement source = field.GetProperty("source");
                bool isSet = source.TryGetProperty("fileSet", out JsonElement set);
                JsonElement file = files[(isSet ? set : source.GetProperty("fileObject")).GetProperty("@id").GetString()!];
                string[] paths = isSet ? [.. file.GetProperty("includes").EnumerateArray().Select(static p => p.GetString()!)] : [file.GetProperty("contentUrl").GetString()!];
                JsonElement extract = source.GetProperty("extract");
                foreach (string path in paths)
                {
                    if (extract.TryGetProperty("fileProperty", out _))
                    {
                        Assert.Matches(source.GetProperty("transform").GetProperty("regex").GetString()!, path);
                        continue;
                    }

                    // The tool itself loads the column out of the one file.
                    string column = extract.GetProperty("column").GetString()!;
                    Assert.Equal(0, Cli.Run(folder, "convert", "meta/" + path, "--columns", "/^" + Regex.Escape(column) + "$/", "--output-format", "jsonl", "-q").ExitCode);
                }

                fields++;
            }

            Assert.True(fields > 1);
        }
    }

    [Fact]
    public void Splits_labels_vectors_nested_values_and_raw_data_are_told()
    {
        using ScratchFolder folder = Parts();
        JsonElement split = Croissant(folder, "split.csv", "--label", "y");
        JsonElement[] sets = [.. split.GetProperty("recordSet").EnumerateArray()];
        Assert.Equal("cr:Split", sets[0].GetProperty("dataType").GetString());
        Assert.Contains("cr:TrainSplit", sets[0].GetProperty("data").GetRawText(), StringComparison.Ordinal);
        Assert.Equal(["sc:Text", "cr:Label"], Field(split, "y").GetProperty("dataType").EnumerateArray().Select(static t => t.GetString()));
        Assert.Equal("splits/name", Field(split, "split").GetProperty("references").GetProperty("field").GetProperty("@id").GetString());
        Assert.Equal("raw.csv", split.GetProperty("prov:wasDerivedFrom")[0].GetProperty("name").GetString());
        Assert.Equal("3", Field(Croissant(folder, "vectors.parquet"), "v").GetProperty("arrayShape").GetString());
        Assert.Equal("fullpath", Field(Croissant(folder, "parts"), "split").GetProperty("source").GetProperty("extract").GetProperty("fileProperty").GetString());
    }

    [Fact]
    public void Part_of_the_rows_and_standard_input_are_refused()
    {
        using ScratchFolder folder = Parts();
        Cli.Fails(folder, 2, ["--where"], "card", "split.csv", "--where", "y = 'a'", "--format", "croissant", "-o", "x.json");
        Cli.Fails(folder, 2, ["--limit"], "card", "split.csv", "--limit", "3", "--format", "croissant", "-o", "x.json");
        Assert.Contains("has no name", Cli.Piped(folder, "a\n1\n", "card", "-", "--format", "croissant").Expect(2).Error, StringComparison.Ordinal);
    }

    private static ScratchFolder Parts()
    {
        var folder = new ScratchFolder();
        folder.File("raw.csv", "x,y\n" + string.Concat(Enumerable.Range(0, 40).Select(static i => $"{i}.5,{(i % 2 == 0 ? "a" : "b")}\n")));
        folder.File("nested.jsonl", "{\"id\":1,\"meta\":{\"lang\":\"en\"}}\n{\"id\":2,\"meta\":{\"lang\":\"de\"}}\n");
        folder.File("vectors.jsonl", "{\"id\":1,\"v\":[1.5,2,3]}\n{\"id\":2,\"v\":[4,5,6.5]}\n");
        folder.File("CARD.json", "{\"answers\":{\"purpose\":\"p\",\"collection\":\"c\",\"annotation\":\"a\",\"preparation\":\"r\",\"intended-use\":\"i\",\"unsuitable-use\":\"u\",\"sensitive-data\":\"s\",\"biases\":\"b\",\"limitations\":\"l\",\"maintenance\":\"m\",\"citation\":\"q\"}}");
        folder.Folder("meta");
        Cli.Run(folder, "split", "raw.csv", "--label", "y", "-o", "split.csv", "-q").Expect(0);
        Cli.Run(folder, "split", "raw.csv", "--label", "y", "--split-files", "-o", "parts/", "-q").Expect(0);
        Cli.Run(folder, "convert", "vectors.jsonl", "-o", "vectors.parquet", "-q").Expect(0);
        return folder;
    }

    private static JsonElement Croissant(ScratchFolder folder, string data, params string[] more)
    {
        Cli.Run(folder, ["card", data, "--license", "CC0-1.0", "--format", "croissant", "-o", "meta/croissant.json", "--force", "-q", .. more]).Expect(0);
        return Cli.Json(folder, "meta/croissant.json");
    }

    private static JsonElement Field(JsonElement root, string name) =>
        root.GetProperty("recordSet").EnumerateArray().SelectMany(static r => r.GetProperty("field").EnumerateArray()).Single(f => f.GetProperty("@id").GetString() == "records/" + name);

    private static bool IsOther(string term) => s_schemaOrg.Contains(term, StringComparer.Ordinal) || term is "dct:conformsTo" or "prov:wasDerivedFrom" or "prov:Entity" or "sc:Dataset" or "sc:Text" or "sc:Float" or "sc:Integer" or "sc:URL" or "sc:Boolean";

    private static void Collect(JsonElement value, SortedSet<string> seen, Dictionary<string, string> context)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in value.EnumerateArray())
            {
                Collect(item, seen, context);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in value.EnumerateObject().Where(static p => p.Name != "@context"))
            {
                string term = context.GetValueOrDefault(property.Name, property.Name);
                if (!property.Name.StartsWith('@'))
                {
                    seen.Add(term);
                }

                if (property.Name is "@type" or "dataType")
                {
                    foreach (JsonElement type in property.Value.ValueKind == JsonValueKind.Array ? property.Value.EnumerateArray().ToArray() : [property.Value])
                    {
                        seen.Add(type.GetString()!);
                    }
                }
                else if (property.Name == "data")
                {
                    // Its keys are ids of fields; its values name terms.
                    foreach (JsonProperty cell in property.Value.EnumerateArray().SelectMany(static r => r.EnumerateObject()).Where(static c => c.Name.EndsWith("/url", StringComparison.Ordinal) && c.Value.ValueKind == JsonValueKind.String))
                    {
                        seen.Add(cell.Value.GetString()!);
                    }
                }
                else
                {
                    Collect(property.Value, seen, context);
                }
            }
        }
    }

    private static void Ids(JsonElement value, List<string> ids, List<string> references)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            foreach (JsonElement item in value.EnumerateArray())
            {
                Ids(item, ids, references);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            if (value.TryGetProperty("@id", out JsonElement id))
            {
                (value.TryGetProperty("@type", out _) ? ids : references).Add(id.GetString()!);
            }

            foreach (JsonProperty property in value.EnumerateObject().Where(static p => p.Name != "@context"))
            {
                Ids(property.Value, ids, references);
            }
        }
    }

    [GeneratedRegex(@"^croissant:(\w+) a ", RegexOptions.Multiline)]
    private static partial Regex Term();

    [GeneratedRegex(@"^rai:(\w+) a ", RegexOptions.Multiline)]
    private static partial Regex Responsible();
}
