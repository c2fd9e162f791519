using Curate.Core.Data;
using Curate.Core.Profile.Comparison;
using Curate.Core.Running;

namespace Curate.Core.Check;

/// <summary>Everything that a check reads. One object serves all checks of a run, so that what several need is computed once.</summary>
public sealed class CheckInputs : IDisposable
{
    private const string WhatFails = "The rows for --failures";

    private readonly Dictionary<string, object> _shared = new(StringComparer.Ordinal);
    private MemoryLease? _failing;

    public required PassRunner Passes { get; init; }

    /// <summary>Seed, workers, memory, scratch, cancellation.</summary>
    public RunContext Context => Passes.Context;

    /// <summary>The dataset that is checked; it can be opened more than once.</summary>
    public required IRecordSource Main { get; init; }

    /// <summary>Datasets of <c>--against</c> in the order given, each one use of the option.</summary>
    public IReadOnlyList<IRecordSource> Others { get; init; } = [];

    /// <summary>What messages call them: the name before <c>=</c>, else the path as given.</summary>
    public IReadOnlyList<string> OtherNames { get; init; } = [];

    /// <summary>What messages call the main dataset.</summary>
    public string MainName { get; init; } = "the data";

    /// <summary>Uses of <c>--against</c> that named a saved profile state in place of data.</summary>
    public IReadOnlyList<ComparisonSide> Profiles { get; init; } = [];

    /// <summary>Roles and levels; column names exist in <see cref="Main"/>.</summary>
    public CheckSettings Settings { get; init; } = new();

    /// <summary>Opens a further file that a rule names, as a dataset that lives as long as the run.</summary>
    public Func<string, IRecordSource> OpenFile { get; init; } = static path => throw new InvalidOperationException($"Nothing opens '{path}' here.");

    /// <summary>The profile of a file that a rule names, or the saved state that it is.</summary>
    public Func<string, ComparisonSide> ProfileOf { get; init; } = static path => throw new InvalidOperationException($"Nothing profiles '{path}' here.");

    /// <summary>What rules on age take for now.</summary>
    public DateTimeOffset? Now { get; init; }

    /// <summary>Checks that judge rows keep which ones failed, n / 8 bytes each, taken from the memory budget.</summary>
    public bool KeepsFailures { get; init; }

    /// <summary>What they kept: names of rules with their rows.</summary>
    public List<(string Rule, BitMap Rows)> Failures { get; } = [];

    /// <summary>Notes a failing row.</summary>
    /// <exception cref="Errors.CurateException">The map does not fit in the memory budget.</exception>
    public void Mark(BitMap rows, long row)
    {
        long before = rows.Bytes;
        rows.Set(row);
        if (rows.Bytes > before)
        {
            (_failing ??= Context.Memory.Lease(0, WhatFails)).Grow(rows.Bytes - before, WhatFails);
        }
    }

    public CheckRoles Roles => Settings.Roles;

    public double Alpha => Settings.Alpha;

    public int Permutations => Settings.Permutations;

    public long MinSize => Settings.MinSize;

    public double Tolerance => Settings.Tolerance;

    /// <summary>
    /// A part that several checks use (a neighbour graph, a sample, a table of features): computed by the first that asks. The key names what it is and
    /// every option that it depends on. What is disposable is disposed with the inputs. Not for several threads at once: checks run one after the other.
    /// </summary>
    public T Shared<T>(string key, Func<CheckInputs, T> create)
        where T : class
    {
        if (!_shared.TryGetValue(key, out object? part))
        {
            part = create(this);
            _shared.Add(key, part);
        }

        return (T)part;
    }

    /// <summary>The kinds of columns of the main dataset, found over all rows; once per column list.</summary>
    public TableSchema Kinds(IReadOnlyList<string> columns) =>
        Shared("kinds of " + string.Join('\0', columns), inputs => KindResolver.Resolve(inputs.Passes, inputs.Main, columns));

    public void Dispose()
    {
        foreach (object part in _shared.Values)
        {
            (part as IDisposable)?.Dispose();
        }

        _shared.Clear();
        _failing?.Dispose();
    }
}
