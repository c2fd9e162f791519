using Curate.Core.Data;
using Curate.Core.Errors;
using Curate.Core.Running;

namespace Curate.Core.Methods;

/// <summary>What a method is started with.</summary>
/// <param name="Inputs">The dataset, then the datasets that path options named.</param>
/// <param name="Context">The run.</param>
public sealed record StartRequest(PlanInputs Inputs, RunContext Context)
{
    /// <summary>A plan is needed even where a filter would do: dropped rows are kept, one row is to be explained, or the run is a shard.</summary>
    public bool NeedsPlan { get; init; }

    /// <summary>The files that <see cref="MethodEntry.FileOptions"/> name, by option; those that were not given are missing.</summary>
    public IReadOnlyDictionary<string, OptionFile> Files { get; init; } = new Dictionary<string, OptionFile>();

    /// <summary>Column lists as written (names, globs, ranges, <c>/regex/</c>, <c>!</c>) as names of the dataset.</summary>
    /// <exception cref="CurateException">A name is unknown, or nothing matches.</exception>
    public IReadOnlyList<string> Columns(IReadOnlyList<string> items) =>
        items.Count == 0 ? [] : ColumnSelector.Parse(items).Resolve(Inputs.Main);

    /// <summary>The name of one column, checked.</summary>
    /// <exception cref="CurateException">The dataset has no such column.</exception>
    public string Column(string name)
    {
        if (!Inputs.Main.HasColumn(name))
        {
            UnknownColumn.Fail(Inputs.Main.Name, name, Inputs.Main.Schema.Fields.Select(static f => f.Name));
        }

        return name;
    }
}
