using System.Text.Json;

namespace Curate.Formats.Files;

/// <summary>
/// Follows the records (<c>OUTPUT.curate.json</c>) from files back to the raw data: each record names its inputs with their hashes, an input that is found with the
/// recorded content may have a record of its own, and so on. Outputs are compared with the hashes of their records, too. Every file is hashed once.
/// </summary>
/// <remarks>Inputs are looked for where the run says that they were, and beside the record. What is gone or changed is reported, and its chain ends there.</remarks>
public static class ProvenanceChain
{
    // Folders above a file that may be the output it belongs to: DIR/year=2024/part-00000.csv.
    private const int MostFolders = 8;
    private const long MostRecordBytes = 64L << 20;

    /// <summary>The steps behind the files, the last step first; files without a record add none.</summary>
    public static IReadOnlyList<ProvenanceStep> Of(IEnumerable<string> files, CancellationToken ct)
    {
        var steps = new List<ProvenanceStep>();
        var known = new HashSet<string>(StringComparer.Ordinal);
        var hashes = new Dictionary<string, string>(StringComparer.Ordinal);
        var queue = new Queue<string>();
        foreach (string file in files)
        {
            Enqueue(RecordOf(file));
        }

        while (queue.TryDequeue(out string? record))
        {
            steps.Add(Step(record));
        }

        return steps;

        string? Enqueue(string? record)
        {
            if (record is not null && known.Add(Path.GetFullPath(record)))
            {
                queue.Enqueue(record);
            }

            return record is null ? null : Path.GetFileName(record);
        }

        ProvenanceStep Step(string record)
        {
            string output = record[..^ProvenanceWriter.PathFor("").Length];
            var step = new ProvenanceStep { Record = Path.GetFileName(record), Output = Path.GetFileName(output) };
            try
            {
                if (new FileInfo(record).Length > MostRecordBytes)
                {
                    return step with { Fault = "it is too large to be a record" };
                }

                using JsonDocument document = JsonDocument.Parse(File.ReadAllBytes(record));
                return Read(step, document.RootElement, record, output);
            }
            catch (Exception failure) when (failure is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                return step with { Fault = "it is damaged or cut short" };
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                return step with { Fault = "it cannot be read" };
            }
        }

        ProvenanceStep Read(ProvenanceStep step, JsonElement root, string record, string output)
        {
            int schema = root.GetProperty("schema").GetInt32();
            if (schema > ProvenanceDocument.CurrentSchema)
            {
                return step with { Fault = $"a later version of curate wrote it (schema {schema.ToString(System.Globalization.CultureInfo.InvariantCulture)})" };
            }

            JsonElement counts = root.GetProperty("counts");
            string[] paths = root.TryGetProperty("run", out JsonElement run) && run.TryGetProperty("paths", out JsonElement given)
                ? [.. given.GetProperty("inputs").EnumerateArray().Select(static p => p.GetString() ?? "")] : [];
            ProvenanceInput[] inputs = [.. root.GetProperty("inputs").EnumerateArray().Select(Input)];
            return step with
            {
                Version = root.GetProperty("version").GetString() ?? "",
                Command = root.GetProperty("command").GetString() ?? "",
                Method = root.TryGetProperty("method", out JsonElement method) ? method.GetString() : null,
                Seed = root.TryGetProperty("seed", out JsonElement seed) ? seed.GetRawText() : "",
                Options = root.TryGetProperty("options", out JsonElement options) && options.ValueKind == JsonValueKind.Object
                    ? [.. options.EnumerateObject().Select(static o => new KeyValuePair<string, string?>(o.Name, o.Value.ValueKind == JsonValueKind.String ? o.Value.GetString() : o.Value.GetRawText()))] : [],
                RowsIn = counts.GetProperty("in").GetInt64(),
                RowsKept = counts.GetProperty("kept").GetInt64(),
                Dropped = [.. counts.GetProperty("dropped").EnumerateObject().Select(static d => new KeyValuePair<string, long>(d.Name, d.Value.GetInt64())).OrderBy(static d => d.Key, StringComparer.Ordinal)],
                MadeUp = counts.TryGetProperty("made_up", out JsonElement made) ? made.GetInt64() : 0,
                OutputCheck = Output(root.GetProperty("output"), output),
                Inputs = [.. inputs.Select((input, i) => Source(input, paths.Length == inputs.Length ? paths[i] : null, record))],
            };
        }

        ProvenanceCheck Output(JsonElement recorded, string output)
        {
            if (recorded.TryGetProperty("files", out JsonElement files))
            {
                return !Directory.Exists(output) ? ProvenanceCheck.Missing : IsFolder(files, output) ? ProvenanceCheck.Verified : ProvenanceCheck.Changed;
            }

            string? hash = recorded.TryGetProperty("sha256", out JsonElement given) ? given.GetString() : null;
            return hash is null ? ProvenanceCheck.Unrecorded : !File.Exists(output) ? ProvenanceCheck.Missing
                : Hash(output) == hash ? ProvenanceCheck.Verified : ProvenanceCheck.Changed;
        }

        bool IsFolder(JsonElement files, string folder)
        {
            var recorded = files.EnumerateArray().ToDictionary(static f => f.GetProperty("name").GetString() ?? "", static f => f.GetProperty("sha256").GetString(), StringComparer.Ordinal);
            HashSet<string> kinds = [.. recorded.Keys.Select(Path.GetExtension).OfType<string>()];
            int there = 0;
            foreach (string path in Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(p => kinds.Contains(Path.GetExtension(p))))
            {
                string name = Path.GetRelativePath(folder, path).Replace(Path.DirectorySeparatorChar, '/');
                if (!recorded.TryGetValue(name, out string? hash) || Hash(path) != hash)
                {
                    return false;
                }

                there++;
            }

            return there == recorded.Count;
        }

        ProvenanceSource Source(ProvenanceInput input, string? path, string record)
        {
            if (input.Sha256 is null)
            {
                return new ProvenanceSource(input, ProvenanceCheck.Unrecorded, null);
            }

            // The file may have moved together with its record; one with the right content is the right one.
            bool isThere = false;
            foreach (string candidate in Candidates(input, path, record))
            {
                isThere = true;
                if (Hash(candidate) == input.Sha256)
                {
                    return new ProvenanceSource(input, ProvenanceCheck.Verified, Enqueue(RecordOf(candidate)));
                }
            }

            return new ProvenanceSource(input, isThere ? ProvenanceCheck.Changed : ProvenanceCheck.Missing, null);
        }

        string? Hash(string path)
        {
            string full = Path.GetFullPath(path);
            if (!hashes.TryGetValue(full, out string? hash))
            {
                using FileStream stream = File.OpenRead(full);
                hashes[full] = hash = ContentHash.Sha256(stream, ct);
            }

            return hash;
        }
    }

    private static IEnumerable<string> Candidates(ProvenanceInput input, string? path, string record)
    {
        string beside = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(record))!, Path.GetFileName(input.Name));
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (string candidate in path is { Length: > 0 } ? new[] { path, Path.Combine(Path.GetDirectoryName(beside)!, path), beside } : [beside])
        {
            if (File.Exists(candidate) && seen.Add(Path.GetFullPath(candidate)))
            {
                yield return candidate;
            }
        }
    }

    private static ProvenanceInput Input(JsonElement input) => new(
        input.TryGetProperty("name", out JsonElement name) ? name.GetString() ?? "" : "",
        input.TryGetProperty("bytes", out JsonElement bytes) && bytes.ValueKind == JsonValueKind.Number ? bytes.GetInt64() : null,
        input.TryGetProperty("sha256", out JsonElement hash) ? hash.GetString() : null);

    /// <summary>The record of a file, or of the folder that it is a part of.</summary>
    private static string? RecordOf(string file)
    {
        string path = Path.GetFullPath(file);
        string record = ProvenanceWriter.PathFor(path);
        if (File.Exists(record))
        {
            return record;
        }

        for (int up = 0; up < MostFolders && Path.GetDirectoryName(path) is { Length: > 1 } folder; up++)
        {
            path = folder;
            if (File.Exists(ProvenanceWriter.PathFor(path)))
            {
                return ProvenanceWriter.PathFor(path);
            }
        }

        return null;
    }
}
