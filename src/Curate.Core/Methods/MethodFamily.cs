using System.Collections;

namespace Curate.Core.Methods;

/// <summary>The methods of a command in registry order. Names and the search for one make no entry but the one that is found.</summary>
/// <param name="methods">The methods.</param>
public sealed class MethodFamily(IReadOnlyList<NamedMethod> methods) : IReadOnlyList<MethodEntry>
{
    /// <summary>The family of a command that has no methods.</summary>
    public static MethodFamily None { get; } = new([]);

    public int Count => methods.Count;

    /// <summary>The name of the method that decides where none is named.</summary>
    public string Default => methods[0].Name;

    public IEnumerable<string> Names => methods.Select(static m => m.Name);

    public MethodEntry this[int index] => methods[index].Entry;

    /// <summary>The method of a name, or null.</summary>
    public MethodEntry? Find(string name)
    {
        foreach (NamedMethod method in methods)
        {
            if (method.Name == name)
            {
                return method.Entry;
            }
        }

        return null;
    }

    public IEnumerator<MethodEntry> GetEnumerator() => methods.Select(static m => m.Entry).GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
