using System.Text;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Hashing;
using Curate.Core.Methods;
using Curate.Core.Options;
using Curate.Core.Running;
using Curate.Core.Running.Views;
using Curate.Formats.Files;

namespace Curate.Cli.Running;

/// <summary>
/// Partial states of shards as files: a header that says what they belong to (version, command line, inputs with their sizes, shard and
/// rows), then the planner's state. <c>curate merge</c> refuses states that do not belong together.
/// </summary>
internal static class ShardStates
{
    private const string Magic = "curate-state";
    private const int Version = 1;

    /// <summary>Options that differ between shards without changing the result.</summary>
    private static readonly string[] s_perShard = ["output", "shard", "workers", "memory", "scratch", "scratch-limit", "quiet", "verbose", "debug", "no-progress", "color", "force", "report", "report-detail", "no-provenance"];

    public static int Write(Session session, MethodEntry entry, BoundMethod method, CommandSpec command, Arguments arguments, PlanInputs inputs, ShardChoice shard)
    {
        if ((entry.Traits & MethodTraits.Shardable) == 0)
        {
            Fail.Usage($"{entry.Id} cannot be sharded: its decision does not merge from parts.", "Run it without --shard.");
        }

        if (session.Options.Output is not { } path)
        {
            Fail.Usage("--shard writes a partial state, which needs a file.", "Pass -o part.state, then run curate merge on all of them.");
            return 0;
        }

        if (session.Options.Limit is not null || session.Options.Where is not null)
        {
            Fail.Usage("--shard counts rows of the input as it is, so it does not go with --where or --limit.", "Filter first with curate convert --where.");
        }

        if (session.Files.Exists(static f => f.Path.IsStandardInput || f.File is not { CanReopen: true }))
        {
            Fail.Usage("--shard reads files that curate merge can read again, and a pipe is none.", "Write the input to a file first.");
        }

        long rows = inputs.Main.RowCount ?? session.Passes.Each(inputs.Main, ReadRequest.CountOnly, "count rows", static _ => { });
        long from = (long)((Int128)rows * shard.Index / shard.Count);
        long to = (long)((Int128)rows * (shard.Index + 1) / shard.Count);
        var part = inputs with { Main = new LimitedSource(inputs.Main, from, to) };
        MethodStart start = method.Start(new StartRequest(part, session.Context) { NeedsPlan = true });
        using var planner = (IShardedPlanner)start.Planner!;
        planner.Gather(session.Passes, part);
        using var file = new AtomicFile(path, session.Options.Force);
        using (var writer = new BinaryWriter(file.Stream, Encoding.UTF8, leaveOpen: true))
        {
            writer.Write(Magic);
            writer.Write(Version);
            writer.Write(CommandHost.Version);
            writer.Write(command.Name);
            writer.Write(session.Options.Seed);
            WriteList(writer, [.. arguments.Inputs.Select(Path.GetFullPath)]);
            WriteValues(writer, arguments, entry.InputOptions);
            WriteList(writer, Contents(session));
            writer.Write(shard.Index);
            writer.Write(shard.Count);
            writer.Write(rows);
            planner.SaveState(writer);
        }

        file.Complete();
        if (!session.Options.Quiet)
        {
            session.Host.Error.WriteLine($"{command.Name} {entry.Name}: shard {NumberText.Of(shard.Index)}/{NumberText.Of(shard.Count)}, rows {NumberText.Of(from)} to {NumberText.Of(to)} of {NumberText.Of(rows)}; wrote {path}");
        }

        return (int)ExitCode.Done;
    }

    public static int Merge(IReadOnlyList<string> states, Arguments mergeArguments, CommandHost host)
    {
        var heads = new List<Head>();
        try
        {
            foreach (string state in states)
            {
                heads.Add(ReadHead(state));
            }

            Check(heads);
            heads.Sort(static (a, b) => a.Index.CompareTo(b.Index));
            Head first = heads[0];
            CommandSpec command = CommandLine.Find(first.Command);
            var values = new OptionValues();
            foreach ((string name, string value) in first.Values.Where(v => !s_perShard.Contains(v.Name, StringComparer.Ordinal)))
            {
                values.Add(name, value);
            }

            foreach (string name in mergeArguments.Values.Names)
            {
                foreach (string value in mergeArguments.Values.Of(name))
                {
                    values.Add(name, value);
                }
            }

            var arguments = new Arguments(first.Inputs, values);
            return Decide(heads, command, arguments, host);
        }
        finally
        {
            foreach (Head head in heads)
            {
                head.Reader.Dispose();
            }
        }
    }

    private static int Decide(List<Head> heads, CommandSpec command, Arguments arguments, CommandHost host)
    {
        string name = arguments.Last("method") ?? command.Methods[0].Name;
        MethodEntry entry = command.Methods.First(m => m.Name == name);
        RunOptions options = OptionBinder.Bind(new RunOptions(), RunOptionSpecs.All, arguments.Only(RunOptionSpecs.All.Where(r => entry.OptionSpecs.All(m => m.Name != r.Name))));
        BoundMethod method = entry.Bind(arguments.Except(RunOptionSpecs.All.Where(r => entry.OptionSpecs.All(m => m.Name != r.Name)), "method", "split-files"));
        using var session = new Session(options, host, command.Name);
        IRecordSource input = session.Open(arguments.Inputs, spool: true);
        IRecordSource source = session.View(input);
        IRecordSource[] others = [.. entry.InputOptions.SelectMany(arguments.Values.Of).Select(path => session.Open([path], spool: true))];
        if (options.DryRun)
        {
            host.WriteOut(DryRun.Describe(command, entry, options, arguments, input, session));
            return (int)ExitCode.Done;
        }

        if (!Contents(session).SequenceEqual(heads[0].Files, StringComparer.Ordinal))
        {
            Fail.With(ErrorCodes.InputChanged, "The inputs are not the ones that the shards read: another number of files, another name, or other content.", ErrorCodes.InputChanged.Remedy);
        }

        var inputs = new PlanInputs(source, others);
        MethodStart start = method.Start(new StartRequest(inputs, session.Context) { NeedsPlan = true });
        using var planner = (IShardedPlanner)start.Planner!;
        foreach (Head head in heads)
        {
            try
            {
                planner.MergeState(head.Reader);
            }
            catch (Exception damage) when (damage is EndOfStreamException or FormatException or IndexOutOfRangeException)
            {
                Fail.With(ErrorCodes.CorruptFile, $"The state '{head.Path}' is damaged or cut short.", "Run that shard again.", damage);
            }
        }

        using RowPlan plan = planner.Decide();
        return RowRun.Finish(session, command, entry, arguments, source, plan);
    }

    /// <summary>What the inputs are, wherever they stand: name and content of every file.</summary>
    private static string[] Contents(Session session) =>
        [.. session.Files.Select(f => Path.GetFileName(f.Path.Path) + "\n" + f.File?.Sha256(session.Context.Ct))];

    private static void Check(List<Head> heads)
    {
        Head first = heads[0];
        foreach (Head head in heads)
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

    private static Head ReadHead(string path)
    {
        var input = new FileInput(path);
        var reader = new BinaryReader(input.Open(), Encoding.UTF8);
        try
        {
            if (reader.ReadString() != Magic || reader.ReadInt32() != Version)
            {
                throw new FormatException();
            }

            string version = reader.ReadString();
            string command = reader.ReadString();
            ulong seed = reader.ReadUInt64();
            List<string> inputs = ReadList(reader);
            List<(string Name, string Value)> values = ReadValues(reader);
            List<string> files = ReadList(reader);
            int index = reader.ReadInt32();
            int count = reader.ReadInt32();
            long rows = reader.ReadInt64();
            string same = string.Join('\n', [version, command, NumberText.Of(count), NumberText.Of(rows), .. inputs, .. files,
                .. values.Where(v => !s_perShard.Contains(v.Name, StringComparer.Ordinal)).Select(static v => v.Name + "=" + v.Value)]);
            Hash128 identity = Hash128.Of(Encoding.UTF8.GetBytes(same), seed);
            return new Head(path, reader, identity, command, inputs, values, files, index, count);
        }
        catch (Exception damage) when (damage is EndOfStreamException or FormatException or IOException)
        {
            reader.Dispose();
            Fail.With(ErrorCodes.ShardMismatch, $"'{path}' is not a partial state of this version of curate.", "States come from a command with --shard i/N -o FILE.", damage);
            return null!;
        }
    }

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

        var items = new List<string>(count);
        for (int i = 0; i < count; i++)
        {
            items.Add(from.ReadString());
        }

        return items;
    }

    private static void WriteValues(BinaryWriter to, Arguments arguments, IReadOnlyList<string> inputOptions)
    {
        var flat = new List<string>();
        foreach (string name in arguments.Values.Names)
        {
            foreach (string value in arguments.Values.Of(name))
            {
                flat.Add(name);
                flat.Add(inputOptions.Contains(name, StringComparer.Ordinal) ? Path.GetFullPath(value) : value);
            }
        }

        WriteList(to, flat);
    }

    private static List<(string Name, string Value)> ReadValues(BinaryReader from)
    {
        List<string> flat = ReadList(from);
        var values = new List<(string, string)>();
        for (int i = 0; i + 1 < flat.Count; i += 2)
        {
            values.Add((flat[i], flat[i + 1]));
        }

        return values;
    }

    private sealed record Head(string Path, BinaryReader Reader, Hash128 Identity, string Command, IReadOnlyList<string> Inputs,
        IReadOnlyList<(string Name, string Value)> Values, IReadOnlyList<string> Files, int Index, int Count);
}
