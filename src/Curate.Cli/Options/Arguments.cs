using Curate.Core.Options;

namespace Curate.Cli.Options;

/// <summary>A parsed command line: inputs, and every option with its raw values.</summary>
/// <param name="Inputs">Arguments that are not options.</param>
/// <param name="Values">Options by name.</param>
internal sealed record Arguments(IReadOnlyList<string> Inputs, OptionValues Values)
{
    /// <summary>The last value of an option, or null.</summary>
    public string? Last(string name) => Values.Of(name) is { Count: > 0 } given ? given[^1] : null;

    /// <summary>The values whose names are in <paramref name="specs"/>.</summary>
    public OptionValues Only(IEnumerable<OptionSpec> specs) => Values.Only(specs);

    /// <summary>The values whose names are not in <paramref name="specs"/>.</summary>
    public OptionValues Except(IEnumerable<OptionSpec> specs, params IReadOnlyList<string> others)
    {
        var names = specs.Select(static s => s.Name).Concat(others).ToHashSet(StringComparer.Ordinal);
        return Values.Where(n => !names.Contains(n));
    }
}
