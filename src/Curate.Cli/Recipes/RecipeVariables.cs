using System.Text;

namespace Curate.Cli.Recipes;

/// <summary>Puts the values of variables in place of <c>${NAME}</c>; <c>$${</c> stands for <c>${</c>.</summary>
internal sealed class RecipeVariables(RecipeFaults faults)
{
    private readonly Dictionary<string, string> _values = new(StringComparer.Ordinal);

    public IReadOnlyCollection<string> Names => _values.Keys;

    public bool Contains(string name) => _values.ContainsKey(name);

    public void Set(string name, string value) => _values[name] = value;

    public string Expand(string text, int line)
    {
        int at = text.IndexOf("${", StringComparison.Ordinal);
        if (at < 0)
        {
            return text;
        }

        var expanded = new StringBuilder();
        int from = 0;
        for (; at >= 0; at = text.IndexOf("${", from, StringComparison.Ordinal))
        {
            if (at > from && text[at - 1] == '$')
            {
                expanded.Append(text, from, at - from).Append('{');
                from = at + 2;
                continue;
            }

            int end = text.IndexOf('}', at);
            if (end < 0)
            {
                faults.At(line, "A ${ has no } behind it.", "Write $${ where the text itself has ${.");
            }

            string name = text[(at + 2)..end];
            if (!_values.TryGetValue(name, out string? value))
            {
                faults.Unknown(line, "a variable of this recipe", name, _values.Keys.Order(StringComparer.Ordinal));
            }

            expanded.Append(text, from, at - from).Append(value);
            from = end + 1;
        }

        return expanded.Append(text, from, text.Length - from).ToString();
    }
}
