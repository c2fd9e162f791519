using System.Text;
using Curate.Cli.Commands;
using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Options;
using Curate.Formats.Files;

namespace Curate.Cli.Running;

/// <summary>
/// The head of a state file: what it belongs to (version, command line, inputs, shard and rows). The state of the command follows, then the
/// SHA-256 of all before it: a state that was damaged is told before anything is made of it. States that do not belong together are refused.
/// </summary>
internal sealed class StateHead : IDisposable
{
    private const string Magic = "curate-state";
    private const int Version = 2;
    private const int BlockBytes = 64 * 1024;

    /// <summary>Options that differ between shards without changing the result.</summary>
    public static IReadOnlyList<string> PerShard { get; } =
    [
        "output", "shard", "workers", "memory", "scratch", "scratch-limit", "quiet", "verbose", "debug", "no-progress", "color", "force", "report", "report-detail",
        "no-provenance", "format", "save-state", "against", "fail-on",
    ];

    private StateHead(string path, BinaryReader reader)
    {
        Path = path;
        Reader = reader;
    }

    public string Path { get; }

    /// <summary>Stands behind the head.</summary>
    public BinaryReader Reader { get; }

    public required string Command { get; init; }

    public required ulong Seed { get; init; }

    public required IReadOnlyList<string> Inputs { get; init; }

    public required IReadOnlyList<(string Name, string Value)> Values { get; init; }

    /// <summary>What the inputs are: name and content of every file.</summary>
    public required IReadOnlyList<string> Files { get; init; }

    public required int Index { get; init; }

    public required int Count { get; init; }

    public required Hash128 Identity { get; init; }

    /// <summary>Writes a whole state: its head, what <paramref name="state"/> writes, and the checksum.</summary>
    public static void Write(Stream output, string command, ulong seed, IReadOnlyList<string> inputs, IReadOnlyList<(string Name, string Value)> values,
        IReadOnlyList<string> files, int index, int count, long rows, Action<BinaryWriter> state)
    {
        using var hash = new Sha256();
        using (var hashed = new HashedWriteStream(output, hash))
        using (var blocks = new BufferedStream(hashed, BlockBytes))
        using (var to = new BinaryWriter(blocks, Encoding.UTF8))
        {
            WriteHead(to, command, seed, inputs, values, files, index, count, rows);
            state(to);
        }

        output.Write(hash.Finish());
    }

    private static void WriteHead(BinaryWriter to, string command, ulong seed, IReadOnlyList<string> inputs, IReadOnlyList<(string Name, string Value)> values,
        IReadOnlyList<string> files, int index, int count, long rows)
    {
        to.Write(Magic);
        to.Write(Version);
        to.Write(CommandHost.Version);
        to.Write(command);
        to.Write(seed);
        WriteList(to, inputs);
        WriteList(to, [.. values.SelectMany(static v => new[] { v.Name, v.Value })]);
        WriteList(to, files);
        to.Write(index);
        to.Write(count);
        to.Write(rows);
    }

    /// <summary>True when a file begins as a state does.</summary>
    public static bool IsState(string path)
    {
        if (path == "-" || !File.Exists(path))
        {
            return false;
        }

        using Stream stream = new FileInput(path).Open();
        Span<byte> head = stackalloc byte[Magic.Length + 1];
        return stream.ReadAtLeast(head, head.Length, throwOnEndOfStream: false) == head.Length && head[0] == Magic.Length && Encoding.UTF8.GetString(head[1..]) == Magic;
    }

    /// <summary>Opens a state; the caller disposes it.</summary>
    public static StateHead Read(string path)
    {
        var reader = new BinaryReader(new FileInput(path).Open(), Encoding.UTF8);
        bool opened = false;
        try
        {
            if (reader.ReadString() != Magic || reader.ReadInt32() != Version)
            {
                throw new FormatException();
            }

            CheckWhole(path);
            string version = reader.ReadString();
            string command = reader.ReadString();
            ulong seed = reader.ReadUInt64();
            List<string> inputs = ReadList(reader);
            List<string> flat = ReadList(reader);
            (string Name, string Value)[] values = [.. flat.Chunk(2).Where(static p => p.Length == 2).Select(static p => (p[0], p[1]))];
            List<string> files = ReadList(reader);
            int index = reader.ReadInt32();
            int count = reader.ReadInt32();
            long rows = reader.ReadInt64();
            string same = string.Join('\n', [version, command, NumberText.Of(count), NumberText.Of(rows), .. inputs, .. files,
                .. values.Where(static v => !PerShard.Contains(v.Name, StringComparer.Ordinal)).Select(static v => v.Name + "=" + v.Value)]);
            opened = true;
            return new StateHead(path, reader)
            {
                Command = command,
                Seed = seed,
                Inputs = inputs,
                Values = values,
                Files = files,
                Index = index,
                Count = count,
                Identity = Hash128.Of(Encoding.UTF8.GetBytes(same), seed),
            };
        }
        catch (Exception damage) when (DamagedBytes.Explain(damage))
        {
            Fail.With(ErrorCodes.ShardMismatch, $"'{path}' is not a partial state of this version of curate.", "States come from a command with --shard i/N -o FILE.", damage);
            return null!;
        }
        finally
        {
            if (!opened)
            {
                reader.Dispose();
            }
        }
    }

    /// <exception cref="CurateException">The bytes are not those that were written.</exception>
    private static void CheckWhole(string path)
    {
        using var hash = new Sha256();
        using Stream stream = new FileInput(path).Open();

        // The last bytes seen so far may be the checksum, so they wait.
        byte[] block = new byte[BlockBytes + Sha256.Size];
        int held = 0;
        int read;
        while ((read = stream.Read(block, held, BlockBytes)) > 0)
        {
            int content = Math.Max(0, held + read - Sha256.Size);
            hash.Append(block.AsSpan(0, content));
            held = held + read - content;
            block.AsSpan(content, held).CopyTo(block);
        }

        if (held < Sha256.Size || !hash.Finish().AsSpan().SequenceEqual(block.AsSpan(0, held)))
        {
            Fail.With(ErrorCodes.CorruptFile, $"The state '{path}' is damaged or cut short.", "Write it again.");
        }
    }

    /// <summary>Refuses states that are not all the shards of one run, each once.</summary>
    public static void Check(IReadOnlyList<StateHead> heads)
    {
        StateHead first = heads[0];
        foreach (StateHead head in heads)
        {
            if (head.Identity != first.Identity)
            {
                Fail.With(ErrorCodes.ShardMismatch, $"'{head.Path}' does not belong with '{first.Path}': version, command, options, inputs or number of shards differ.", ErrorCodes.ShardMismatch.Remedy);
            }
        }

        int[] missing = [.. Enumerable.Range(0, first.Count).Except(heads.Select(static h => h.Index))];
        if (missing.Length > 0)
        {
            Fail.With(ErrorCodes.ShardMismatch, $"{NumberText.Of(missing.Length)} of {NumberText.Of(first.Count)} shards are missing: {string.Join(", ", missing.Take(10).Select(static m => NumberText.Of(m)))}.",
                $"Run the same command with --shard {NumberText.Of(missing[0])}/{NumberText.Of(first.Count)}.");
        }

        if (heads.Count > first.Count)
        {
            Fail.With(ErrorCodes.ShardMismatch, "A shard is given twice.", "Name each state once.");
        }
    }

    public void Dispose() => Reader.Dispose();

    private static void WriteList(BinaryWriter to, IReadOnlyList<string> items)
    {
        to.Write(items.Count);
        foreach (string item in items)
        {
            to.Write(item);
        }
    }

    private static List<string> ReadList(BinaryReader from)
    {
        int count = from.ReadInt32();
        if (count is < 0 or > 1_000_000)
        {
            throw new FormatException();
        }

        var items = new List<string>(Math.Min(count, 1000));
        for (int i = 0; i < count; i++)
        {
            items.Add(from.ReadString());
        }

        return items;
    }
}
