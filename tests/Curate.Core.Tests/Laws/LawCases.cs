using Curate.Core.Errors;
using Curate.Core.Methods;

namespace Curate.Core.Tests.Laws;

/// <summary>Which methods are run on which tables.</summary>
public static class LawCases
{
    public static TheoryData<string, string> Small => Cases(static (_, _) => true, LawTables.Small);

    /// <summary>The small tables for all, the large one with the options of the examples.</summary>
    public static TheoryData<string, string> Every => Cases(static (m, table) => table != LawTables.Large || m.Options is null, [.. LawTables.Small, LawTables.Large]);

    public static TheoryData<string, string> LargeOnly => Cases(static (_, _) => true, [LawTables.Large]);

    public static TheoryData<string, string> Repeating => Cases(static (m, _) => m.Has(MethodTraits.Idempotent) && !m.Has(MethodTraits.AddsColumns), LawTables.Small);

    public static TheoryData<string, string> Sharded => Cases(static (m, table) => m.Has(MethodTraits.Shardable) && (table != LawTables.Large || m.Options is null), [.. LawTables.Small, LawTables.Large]);

    /// <summary>What the documentation says about a method that cannot use a table.</summary>
    private static ErrorCode? Refusal(LawMethod method, string table) =>
        table == "all-null" && (method.Entry.Id == "split/time" || (method.Options is not null && method.Entry.Id is "select/uncertainty" or "select/weakest-task-greedy")) ? ErrorCodes.BadValue : null;

    private static TheoryData<string, string> Cases(Func<LawMethod, string, bool> which, IReadOnlyList<string> tables)
    {
        var cases = new TheoryData<string, string>();
        foreach (LawMethod method in LawMethod.All)
        {
            foreach (string table in tables)
            {
                if (which(method, table) && Refusal(method, table) is null && method.Bind(LawTables.Case(table)) is not null)
                {
                    cases.Add(method.Name, table);
                }
            }
        }

        return cases;
    }
}
