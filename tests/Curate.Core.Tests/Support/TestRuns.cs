using Curate.Core.Data;
using Curate.Core.Methods;
using Curate.Core.Running;

namespace Curate.Core.Tests.Support;

/// <summary>Runs methods as the command line does.</summary>
internal static class TestRuns
{
    public const long EnoughMemory = 1L << 32;

    public static RunContext Context(int workers = 1, int batchRows = RecordBatch.DefaultCapacity, long memoryBytes = EnoughMemory, ulong seed = RunContext.DefaultSeed,
        MemoryScratch? scratch = null, CancellationToken ct = default) => new()
        {
            Seed = seed,
            Workers = workers,
            BatchRows = batchRows,
            Memory = new MemoryBudget(memoryBytes),
            Scratch = scratch ?? new MemoryScratch(),
            Ct = ct,
        };

    public static RunOutcome Execute(BoundMethod bound, IRecordSource main, RunContext context, bool wantRemoved = false) =>
        Execute(bound, new PlanInputs(main), context, wantRemoved);

    public static RunOutcome Execute(BoundMethod bound, PlanInputs inputs, RunContext context, bool wantRemoved = false, bool takesPayload = true)
    {
        var passes = new PassRunner(context);
        var output = new MemorySinkFormat(takesPayload);
        RunOutcome outcome;
        MethodStart start = bound.Start(new StartRequest(inputs, context) { NeedsPlan = wantRemoved });
        if (start.Filter is { } filter)
        {
            using (filter)
            {
                var dropped = new DropTally();
                CopyResult result = filter.Copy(passes, inputs, output, dropped, []);
                outcome = new RunOutcome(output.Rows, output.Bytes, dropped, result);
            }
        }
        else
        {
            using IRowPlanner planner = start.Planner!;
            using RowPlan plan = planner.Run(passes, inputs);
            outcome = Copy(plan, inputs.Main, context, wantRemoved, takesPayload);
        }

        Assert.Equal(0, context.Memory.ForMethods - context.Memory.Free);
        Assert.Equal(0, ((MemoryScratch)context.Scratch).Live);
        return outcome;
    }

    /// <summary>Copies what a plan decided.</summary>
    public static RunOutcome Copy(RowPlan plan, IRecordSource source, RunContext? context = null, bool wantRemoved = false, bool takesPayload = true)
    {
        var output = new MemorySinkFormat(takesPayload);
        var removed = wantRemoved ? new MemorySinkFormat(takesPayload) : null;
        CopyResult result = new RowCopy(new PassRunner(context ?? Context())).Plan(source, plan, output, removed);
        return new RunOutcome(output.Rows, output.Bytes, plan.Dropped, result)
        {
            Removed = removed?.Rows ?? [],
            PlanBytes = Saved(plan),
            PlannedRows = plan.OutputRows,
            Tables = [.. plan.Tables],
        };
    }

    /// <summary>All rows of a source as text.</summary>
    public static IReadOnlyList<string?[]> Read(IRecordSource source, RunContext? context = null, bool takesPayload = true)
    {
        var output = new MemorySinkFormat(takesPayload);
        new RowCopy(new PassRunner(context ?? Context())).Everything(source, output);
        return output.Rows;
    }

    public static byte[] Saved(RowPlan plan)
    {
        var file = new MemoryStream();
        PlanFile.Write(file, plan, "key");
        return file.ToArray();
    }

    public static RowPlan Loaded(byte[] file) => PlanFile.Read(new MemoryStream(file), "key") ?? throw new InvalidOperationException("The plan was written under another key.");

    /// <summary>A row as one text, for comparisons and messages.</summary>
    public static string Line(IEnumerable<string?> row) => string.Join('|', row.Select(static v => v ?? "<null>"));

    public static string[] Lines(IEnumerable<string?[]> rows) => [.. rows.Select(static r => Line(r))];
}
