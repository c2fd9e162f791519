namespace Curate.Core.Check.Rules;

/// <summary>What a rule made of one batch.</summary>
internal sealed class RulePart
{
    /// <summary>Rows that the rule looks at; shorter than the batch or empty = all.</summary>
    public bool[] Within { get; set; } = [];

    /// <summary>The rule has a condition, so <see cref="Within"/> counts.</summary>
    public bool IsLimited { get; set; }

    /// <summary>Rows looked at.</summary>
    public long Checked { get; set; }

    /// <summary>Rows of the batch that break it, ascending.</summary>
    public List<int> Failing { get; } = [];

    /// <summary>Per row: not looked at, kept, broken.</summary>
    public byte[] States { get; set; } = [];

    /// <summary>What a rule over the whole table keeps of each row.</summary>
    public double[] Numbers { get; set; } = [];

    public Dependencies.DependencyPart? Dependency { get; set; }

    public Hashing.Hash128[] Hashes { get; set; } = [];

    public bool Takes(int row) => !IsLimited || Within[row];

    public void Room(int rows)
    {
        Checked = 0;
        Failing.Clear();
        if (States.Length < rows)
        {
            States = new byte[rows];
        }
    }
}
