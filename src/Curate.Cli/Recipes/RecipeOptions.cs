using Curate.Core.Options;

namespace Curate.Cli.Recipes;

/// <summary>Options of an input, a stage or an output as a recipe gives them, each with the line that it stands on.</summary>
internal sealed class RecipeOptions
{
    private readonly Dictionary<string, int> _lines = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<string>> _values = new(StringComparer.Ordinal);
    private readonly List<string> _names = [];

    public IReadOnlyList<string> Names => _names;

    public IReadOnlyList<string> Of(string name) => _values.TryGetValue(name, out List<string>? given) ? given : [];

    public string? Last(string name) => Of(name) is { Count: > 0 } given ? given[^1] : null;

    /// <summary>The line of an option, or <paramref name="otherwise"/> where it is not given.</summary>
    public int Line(string name, int otherwise) => _lines.GetValueOrDefault(name, otherwise);

    /// <summary>Gives an option its values, in place of those that it had.</summary>
    public void Set(string name, IReadOnlyList<string> values, int line)
    {
        if (!_values.ContainsKey(name))
        {
            _names.Add(name);
        }

        _values[name] = [.. values];
        _lines[name] = line;
    }

    /// <summary>The values whose names are wanted, as the command line gives them.</summary>
    public OptionValues Values(Func<string, bool> wanted)
    {
        var values = new OptionValues();
        foreach (string name in _names.Where(wanted))
        {
            foreach (string value in _values[name])
            {
                values.Add(name, value);
            }
        }

        return values;
    }
}
