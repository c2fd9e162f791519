using System.Text;
using Curate.Cli.Commands;
using Curate.Cli.Options;
using Curate.Core.Data;
using Curate.Core.Errors;
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
    public static int Write(Session session, MethodEntry entry, BoundMethod method, CommandSpec command, Arguments arguments, PlanInputs inputs,
        IReadOnlyDictionary<string, OptionFile> files, ShardChoice shard)
    {
        if ((entry.Traits & MethodTraits.Shardable) == 0)
        {
            Fail.Usage($"{entry.Id} cannot be sharded: its decision does not merge from parts.", "Run it without --shard.");
        }

        string path = Target(session);
        (long rows, long from, long to) = Part(session, inputs.Main, shard);
        var part = inputs with { Main = new LimitedSource(inputs.Main, from, to) };
        MethodStart start = method.Start(new StartRequest(part, session.Context) { NeedsPlan = true, Files = files });
        using IShardedPlanner planner = Sharded(entry, start);
        planner.Gather(session.Passes, part);
        using var file = new AtomicFile(path, session.Options.Force);
        StateHead.Write(file.Stream, command.Name, session.Options.Seed, [.. arguments.Inputs.Select(input => InFull(command, input))], Given(arguments, [.. entry.InputOptions, .. entry.FileOptions]),
            Contents(session), shard.Index, shard.Count, rows, planner.SaveState);
        file.Complete();
        Told(session, $"{command.Name} {entry.Name}", shard, rows, from, to, path);
        return (int)ExitCode.Done;
    }

    /// <summary>The planner, where the options let its decision merge from parts.</summary>
    private static IShardedPlanner Sharded(MethodEntry entry, MethodStart start)
    {
        var planner = start.Planner as IShardedPlanner;
        if (planner is null)
        {
            Fail.Usage($"{entry.Id} cannot be sharded with these options: its decision does not merge from parts.", "Run it without --shard.");
        }

        return planner;
    }

    /// <summary>The file that a partial state goes to; refuses what cannot be sharded.</summary>
    public static string Target(Session session)
    {
        if (session.Options.Output is not { } path)
        {
            Fail.Usage("--shard writes a partial state, which needs a file.", "Pass -o part.state, then run curate merge on all of them.");
            return "";
        }

        if (session.Options.Limit is not null || session.Options.Where is not null)
        {
            Fail.Usage("--shard counts rows of the input as it is, so it does not go with --where or --limit.", "Filter first with curate convert --where.");
        }

        if (session.Files.Exists(static f => f.Path.IsStandardInput || f.File is not { CanReopen: true }))
        {
            Fail.Usage("--shard reads files that curate merge can read again, and a pipe is none.", "Write the input to a file first.");
        }

        return path;
    }

    /// <summary>All rows, and the first and the last (not included) of a shard.</summary>
    public static (long Rows, long From, long To) Part(Session session, IRecordSource source, ShardChoice shard)
    {
        long rows = source.RowCount ?? session.Passes.Each(source, ReadRequest.CountOnly, "count rows", static _ => { });
        (long from, long to) = shard.Of(rows);
        return (rows, from, to);
    }

    /// <summary>Says which part was written.</summary>
    public static void Told(Session session, string what, ShardChoice shard, long rows, long from, long to, string path)
    {
        if (!session.Options.Quiet)
        {
            session.Host.Error.WriteLine($"{what}: shard {NumberText.Of(shard.Index)}/{NumberText.Of(shard.Count)}, rows {NumberText.Of(from)} to {NumberText.Of(to)} of {NumberText.Of(rows)}; wrote {path}");
        }
    }

    public static int Merge(IReadOnlyList<string> states, Arguments mergeArguments, CommandHost host)
    {
        var heads = new List<StateHead>();
        try
        {
            foreach (string state in states)
            {
                heads.Add(StateHead.Read(state));
            }

            StateHead.Check(heads);
            heads.Sort(static (a, b) => a.Index.CompareTo(b.Index));
            StateHead first = heads[0];
            if (first.Command == ProfileCommand.Spec.Name)
            {
                return ProfileJob.Merge(heads, mergeArguments, host);
            }

            OptionSpec? foreign = ProfileChoices.All.FirstOrDefault(o => mergeArguments.Values.Of(o.Name).Count > 0);
            if (foreign is not null)
            {
                Fail.Usage($"--{foreign.Name} belongs to states of curate profile, and these are of curate {first.Command}.");
            }

            CommandSpec command = CommandLine.Find(first.Command);
            var values = new OptionValues();
            foreach ((string name, string value) in first.Values.Where(v => !StateHead.PerShard.Contains(v.Name, StringComparer.Ordinal)))
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
            foreach (StateHead head in heads)
            {
                head.Dispose();
            }
        }
    }

    private static int Decide(List<StateHead> heads, CommandSpec command, Arguments arguments, CommandHost host)
    {
        MethodEntry entry = RowRun.MethodOf(command, arguments);
        RunOptions options = OptionBinder.Bind(new RunOptions(), RunOptionSpecs.All, arguments.Only(RunOptionSpecs.All.Where(r => entry.OptionSpecs.All(m => m.Name != r.Name))));
        BoundMethod method = entry.Bind(arguments.Except(RunOptionSpecs.All.Where(r => entry.OptionSpecs.All(m => m.Name != r.Name)), "method", "split-files"));
        using var session = new Session(options, host, command.Name);
        IRecordSource input = command.NamesSources && arguments.Values.Of("source").Count == 0 ? session.OpenNamed(arguments.Inputs) : session.Open(arguments.Inputs, spool: true);
        IRecordSource source = session.View(input);
        IRecordSource[] others = [.. entry.InputOptions.SelectMany(arguments.Values.Of).Select(path => session.Open([path], spool: true))];
        IReadOnlyDictionary<string, OptionFile> files = session.ReadFiles(entry, arguments.Values);
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
        MethodStart start = method.Start(new StartRequest(inputs, session.Context) { NeedsPlan = true, Files = files });
        using IShardedPlanner planner = Sharded(entry, start);
        foreach (StateHead head in heads)
        {
            try
            {
                planner.MergeState(head.Reader);
            }
            catch (Exception damage) when (DamagedBytes.Explain(damage))
            {
                Fail.With(ErrorCodes.CorruptFile, $"The state '{head.Path}' is damaged or cut short.", "Run that shard again.", damage);
            }
        }

        using RowPlan plan = planner.Decide();
        return RowRun.Finish(session, command, entry, arguments, source, plan);
    }

    /// <summary>An input by its full path; a source keeps its name.</summary>
    private static string InFull(CommandSpec command, string input)
    {
        int equals = command.NamesSources && !File.Exists(input) ? input.IndexOf('=', StringComparison.Ordinal) : -1;
        return input[..(equals + 1)] + Path.GetFullPath(input[(equals + 1)..]);
    }

    /// <summary>What the inputs are, wherever they stand: name and content of every file.</summary>
    public static string[] Contents(Session session) =>
        [.. session.Files.Select(f => Path.GetFileName(f.Path.Path) + "\n" + f.File?.Sha256(session.Context.Ct))];

    /// <summary>Every option as it was given; paths of further datasets in full.</summary>
    private static List<(string Name, string Value)> Given(Arguments arguments, IReadOnlyList<string> inputOptions) =>
    [
        .. arguments.Values.Names.SelectMany(name => arguments.Values.Of(name)
            .Select(value => (name, inputOptions.Contains(name, StringComparer.Ordinal) ? Path.GetFullPath(value) : value))),
    ];
}
