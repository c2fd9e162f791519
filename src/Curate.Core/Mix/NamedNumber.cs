using Curate.Core.Errors;
using Curate.Core.Options;

namespace Curate.Core.Mix;

/// <summary>A number for a source: one item of <c>--share web=3,code=1</c>.</summary>
public readonly record struct NamedNumber(string Name, double Value)
{
    /// <summary>Reads <c>NAME=NUMBER</c> items; the name ends at the last equals sign.</summary>
    /// <exception cref="CurateException">An item is of another form, a number is negative, or a name comes twice.</exception>
    internal static IReadOnlyList<NamedNumber> Parse(string option, IReadOnlyList<string> items)
    {
        var found = new List<NamedNumber>(items.Count);
        foreach (string item in items)
        {
            int equals = item.LastIndexOf('=');
            double value = 0;
            bool isNumber = equals > 0 && NumberText.TryFraction(item.AsSpan(equals + 1), out value);
            if (!isNumber || !(value >= 0) || double.IsInfinity(value))
            {
                Fail.Usage($"--{option} takes NAME=NUMBER pairs such as web=3 or web=60%, not {Fail.Show(item)}.");
            }

            string name = item[..equals];
            if (found.Exists(f => f.Name == name))
            {
                Fail.Usage($"--{option} names the source {Fail.Show(name)} twice.");
            }

            found.Add(new NamedNumber(name, value));
        }

        return found;
    }
}
