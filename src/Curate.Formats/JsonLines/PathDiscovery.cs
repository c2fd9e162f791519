using System.Text;
using Curate.Core.Errors;

namespace Curate.Formats.JsonLines;

/// <summary>
/// The keys and object paths that occur in the good rows of a file, found in one pass. Memory: about 200 bytes and the key for each
/// distinct path, at most <see cref="MaxPaths"/> of them and <see cref="MaxNameBytes"/> bytes of keys.
/// </summary>
internal sealed class PathDiscovery(string file, int maxPaths = PathDiscovery.MaxPaths)
{
    public const int MaxPaths = 100_000;
    public const long MaxNameBytes = 64L * 1024 * 1024;

    private readonly List<KeyNode> _topLevel = [];
    private readonly List<KeyNode> _fresh = [];
    private int _paths;
    private long _nameBytes;

    public KeyNode Root { get; } = new([]);

    /// <summary>Top-level keys in order of first appearance.</summary>
    public IReadOnlyList<KeyNode> TopLevel => _topLevel;

    /// <summary>Good rows met.</summary>
    public long Rows { get; private set; }

    /// <summary>A path occurs in the current line.</summary>
    public void Met(KeyNode node, KeyNode parent)
    {
        if (!node.Occurs)
        {
            // The parent is told beside it, so that top-level keys are known as such when the line turns out good.
            _fresh.Add(node);
            node.IsTopLevel = ReferenceEquals(parent, Root);
        }
    }

    /// <summary>A path is new; its line may still turn out bad.</summary>
    public void Added(KeyNode node)
    {
        _paths++;
        _nameBytes += node.Name.Length;
        if (_paths > maxPaths || _nameBytes > MaxNameBytes)
        {
            Fail.With(
                ErrorCodes.TooManyColumns,
                string.Create(
                    System.Globalization.CultureInfo.InvariantCulture,
                    $"{file}: the objects have more than {maxPaths} different keys and paths; one of them is {Fail.Show(node.Name)}."),
                ErrorCodes.TooManyColumns.Remedy);
        }
    }

    /// <summary>The current line is done; bad lines leave no columns.</summary>
    public void EndLine(bool good)
    {
        foreach (KeyNode node in _fresh)
        {
            if (good && !node.Occurs)
            {
                node.Occurs = true;
                if (node.IsTopLevel)
                {
                    _topLevel.Add(node);
                }
            }
        }

        _fresh.Clear();
        Rows += good ? 1 : 0;
    }

    /// <summary>A top-level key of this name occurs.</summary>
    public bool HasKey(string name) => Root.Child(Encoding.UTF8.GetBytes(name)) is { Occurs: true };

    /// <summary>A top-level key of this name, or a path through objects, occurs.</summary>
    public bool HasPath(string path)
    {
        if (HasKey(path))
        {
            return true;
        }

        KeyNode? node = Root;
        foreach (string step in path.Split('.'))
        {
            node = node.Child(Encoding.UTF8.GetBytes(step));
            if (node is not { Occurs: true })
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>Every name that can be asked for, for suggestions.</summary>
    public IEnumerable<string> Names()
    {
        var open = new Stack<(KeyNode Node, string Path)>();
        foreach (KeyNode node in _topLevel)
        {
            open.Push((node, Encoding.UTF8.GetString(node.Name)));
        }

        while (open.TryPop(out (KeyNode Node, string Path) at))
        {
            yield return at.Path;
            foreach (KeyNode child in at.Node.Children)
            {
                if (child.Occurs)
                {
                    open.Push((child, $"{at.Path}.{Encoding.UTF8.GetString(child.Name)}"));
                }
            }
        }
    }
}
