using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Curate.Formats.Files;

/// <summary>
/// Writes provenance as indented JSON with its keys in a fixed order and one line feed at the end: the same document gives the same
/// bytes. Everything above <c>run</c> is the same for every run of the same command on the same inputs.
/// </summary>
public static class ProvenanceWriter
{
    private static readonly JsonWriterOptions s_options = new()
    {
        Indented = true,
        NewLine = "\n",
        // The file is JSON of its own, never put into a page, so names in any language stay readable.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>Where the sidecar of an output stands.</summary>
    public static string PathFor(string output) => output.TrimEnd('/', Path.DirectorySeparatorChar) + ".curate.json";

    /// <summary>Writes the document to a stream, which stays open.</summary>
    /// <param name="document">What to write.</param>
    /// <param name="to">Where to.</param>
    /// <param name="withRun">False leaves <c>run</c> out.</param>
    public static void Write(ProvenanceDocument document, Stream to, bool withRun = true)
    {
        using (var json = new Utf8JsonWriter(to, s_options))
        {
            json.WriteStartObject();
            WriteHead(json, document, withNames: true);
            WriteCounts(json, document);
            json.WriteStartObject("output");
            WriteOutput(json, document);
            json.WriteEndObject();
            if (withRun && document.Run is { } run)
            {
                WriteRun(json, run);
            }

            json.WriteEndObject();
        }

        to.WriteByte((byte)'\n');
    }

    /// <summary>
    /// What a file carries inside itself, as one line: everything that is known before the run ends and the same for every run, and the rows
    /// of this file. Inputs have no names, because the bytes of an output do not depend on them.
    /// </summary>
    public static string Embedded(ProvenanceDocument document)
    {
        using var bytes = new MemoryStream();
        using (var json = new Utf8JsonWriter(bytes, s_options with { Indented = false }))
        {
            json.WriteStartObject();
            WriteHead(json, document, withNames: false);
            json.WriteStartObject("output");
            json.WriteNumber("rows", document.OutputRows);
            json.WriteEndObject();
            json.WriteEndObject();
        }

        return System.Text.Encoding.UTF8.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }

    private static void WriteHead(Utf8JsonWriter json, ProvenanceDocument document, bool withNames)
    {
        json.WriteNumber("schema", document.Schema);
        json.WriteString("version", document.Version);
        json.WriteString("command", document.Command);
        json.WriteString("method", document.Method);
        json.WriteStartObject("options");
        foreach ((string name, string? value) in document.Options)
        {
            json.WriteString(name, value);
        }

        json.WriteEndObject();
        json.WriteNumber("seed", document.Seed);
        WriteInputs(json, document, withNames);
    }

    private static void WriteInputs(Utf8JsonWriter json, ProvenanceDocument document, bool withNames)
    {
        json.WriteStartArray("inputs");
        foreach (ProvenanceInput input in document.Inputs)
        {
            json.WriteStartObject();
            if (withNames)
            {
                json.WriteString("name", input.Name);
            }

            WriteCount(json, "bytes", input.Bytes);
            json.WriteString("sha256", input.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteOutput(Utf8JsonWriter json, ProvenanceDocument document)
    {
        json.WriteNumber("bytes", document.OutputFiles.Sum(static f => f.Bytes));
        json.WriteNumber("rows", document.OutputRows);
        if (!document.OutputIsFolder)
        {
            json.WriteString("sha256", document.OutputFiles is [var file] ? file.Sha256 : null);
            return;
        }

        json.WriteStartArray("files");
        foreach (ProvenanceOutput part in document.OutputFiles)
        {
            json.WriteStartObject();
            json.WriteString("name", part.Name);
            json.WriteNumber("bytes", part.Bytes);
            json.WriteString("sha256", part.Sha256);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    }

    private static void WriteCounts(Utf8JsonWriter json, ProvenanceDocument document)
    {
        json.WriteStartObject("counts");
        json.WriteNumber("in", document.RowsIn);
        json.WriteNumber("kept", document.RowsKept);
        WriteTally(json, "dropped", document.Dropped);
        if (document.BadRows.Count > 0)
        {
            WriteTally(json, "bad_rows", document.BadRows);
        }

        json.WriteNumber("made_up", document.MadeUp);
        WriteTally(json, "edits", document.Edits);
        json.WriteEndObject();
    }

    private static void WriteRun(Utf8JsonWriter json, ProvenanceRun run)
    {
        json.WriteStartObject("run");
        json.WriteStartObject("paths");
        json.WriteStartArray("inputs");
        foreach (string path in run.Inputs)
        {
            json.WriteStringValue(path);
        }

        json.WriteEndArray();
        json.WriteString("output", run.Output);
        json.WriteEndObject();
        json.WriteString("host", run.Host);
        json.WriteNumber("workers", run.Workers);
        json.WriteString("started", run.Started?.ToUniversalTime().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture));
        json.WriteNumber("seconds", run.Seconds);
        json.WriteEndObject();
    }

    private static void WriteTally(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, long> tally)
    {
        json.WriteStartObject(name);
        // No query over pairs: it is not compiled ahead, and every run comes by.
        var reasons = new List<string>();
        foreach ((string reason, _) in tally)
        {
            reasons.Add(reason);
        }

        reasons.Sort(StringComparer.Ordinal);
        foreach (string reason in reasons)
        {
            json.WriteNumber(reason, tally[reason]);
        }

        json.WriteEndObject();
    }

    private static void WriteCount(Utf8JsonWriter json, string name, long? count)
    {
        if (count is { } known)
        {
            json.WriteNumber(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }
}
