using Curate.Core.Methods;
using Curate.Core.Tests.Support;
using static Curate.Core.Tests.Laws.LawRuns;

namespace Curate.Core.Tests.Laws;

/// <summary>Workers and memory do not show. For every method of the registry, with the options of its example and with others.</summary>
public sealed class MachineLaws
{
    [Theory]
    [MemberData(nameof(LawCases.Every), MemberType = typeof(LawCases))]
    public void The_number_of_workers_does_not_show(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        int batch = Math.Clamp(LawTables.Rows(table).Count / 10, 1, 500);
        foreach (bool removed in new[] { false, true })
        {
            RunOutcome one = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(1, batch), removed);
            foreach (int workers in new[] { 2, 7 })
            {
                RunOutcome many = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(workers, batch), removed);
                Same(one, many, $"{workers} workers");
                Assert.Equal(TestRuns.Lines(one.Removed), TestRuns.Lines(many.Removed));
            }
        }
    }

    [Theory]
    [MemberData(nameof(LawCases.Every), MemberType = typeof(LawCases))]
    public void Little_memory_gives_the_same_bytes(string name, string table)
    {
        LawMethod method = LawMethod.Of(name);
        foreach (bool removed in new[] { false, true })
        {
            RunOutcome rich = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(1, 100), removed);
            foreach ((int workers, long bytes) in new[] { (1, 1L), (3, 1L), (1, 90_000L) })
            {
                // 90 000 bytes leave a quarter to methods: enough to begin with and not enough to go on.
                if (method.Has(MethodTraits.InMemory))
                {
                    RefusedOrSame(rich, method, table, TestRuns.Context(workers, 100, bytes), removed);
                    continue;
                }

                RunOutcome poor = TestRuns.Execute(Bound(method, table), method.Inputs(table), TestRuns.Context(workers, 100, bytes), removed);
                Same(rich, poor, $"{bytes} bytes of memory", plans: false);
                Assert.Equal(TestRuns.Lines(rich.Removed), TestRuns.Lines(poor.Removed));
            }
        }
    }
}
