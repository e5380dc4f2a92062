import type { Rule } from '../matcher/rule.js';
import { builtIn } from '../matcher/trusted-patterns.js';
import { DATABASE_FACTS } from './content-facts.js';
import { rule } from './listed-rule.js';

/**
 * Rules for statements that destroy data, grant rights or break out of a query. In code such statements are ordinary
 * (migrations, tests), so the rules are for places where a model writes statements that are run.
 */
export const DATABASE_RULES: readonly Rule[] = /* @__PURE__ */ builtIn(
  [
    rule(
      'DROP_STATEMENT',
      0.8,
      { starts: ['DROP '] },
      /(?<![A-Za-z0-9_-])DROP\s{1,8}(?:(?:TEMPORARY|EXTERNAL)\s{1,4})?(?:TABLE|DATABASE|SCHEMA|KEYSPACE|TABLESPACE)\s{1,8}(?:IF\s{1,4}EXISTS\s{1,4})?["'`[]?[A-Za-z_$%{][\w$%{}.]{0,63}["'`\]]?(?:\s{1,4}CASCADE)?(?!\s{0,2}[\w,])/gi,
      [
        'DROP TABLE users;',
        'drop database if exists prod',
        "x'; DROP TABLE students;--",
        'DROP SCHEMA public CASCADE',
      ],
      ['drop the table by the window', 'DROP INDEX idx_a', 'ALTER TABLE a DROP COLUMN b'],
    ),
    rule(
      'TRUNCATE_STATEMENT',
      0.75,
      { starts: ['TRUNCATE '] },
      /(?<![A-Za-z0-9_-])TRUNCATE\s{1,8}TABLE\s{1,8}["'`[]?[A-Za-z_$][\w$.]{0,63}/gi,
      ['TRUNCATE TABLE orders;', 'truncate table public.users'],
      ['truncate text', 'TRUNCATE(price, 2)'],
    ),
    rule(
      'DELETE_ALL_STATEMENT',
      0.75,
      { starts: ['DELETE '] },
      // The match ends after the table's name, where a WHERE would stand.
      /(?<![A-Za-z0-9_-])DELETE\s{1,8}FROM\s{1,8}["'`[]?[A-Za-z_$][\w$.]{0,63}["'`\]]?(?:\s{0,8};|\s{1,8}WHERE\s{1,4}(?:1\s?=\s?1|true))(?![\w])/gi,
      ['DELETE FROM users;', 'delete from `orders` ;', 'DELETE FROM users WHERE 1=1'],
      ['DELETE FROM users WHERE id = 3;', 'delete from the list'],
    ),
    rule(
      'UPDATE_ALL_STATEMENT',
      0.7,
      { starts: ['UPDATE '] },
      /(?<![A-Za-z0-9_-])UPDATE\s{1,8}["'`[]?[A-Za-z_$][\w$.]{0,63}["'`\]]?\s{1,8}SET\s{1,8}["'`[]?[A-Za-z_]\w{0,63}["'`\]]?\s{0,4}=\s{0,4}(?:'[^'\n]{0,64}'|"[^"\n]{0,64}"|[\w.]{1,64})\s{0,8}(?:;|WHERE\s{1,4}(?:1\s?=\s?1|true))/gi,
      [
        "UPDATE users SET role = 'admin';",
        'update accounts set balance=0;',
        'UPDATE users SET a=1 WHERE 1=1',
      ],
      ["UPDATE users SET role = 'admin' WHERE id = 3;", 'update your settings'],
    ),
    rule(
      'GRANT_ALL_STATEMENT',
      0.75,
      { starts: ['GRANT '] },
      /(?<![A-Za-z0-9_-])GRANT\s{1,4}(?:ALL(?:\s{1,4}PRIVILEGES)?\s{1,4}ON|SUPERUSER|DBA\s{1,4}TO|sysadmin)(?![\w])/gi,
      ['GRANT ALL PRIVILEGES ON *.* TO app', "grant all on db.* to 'x'"],
      ['GRANT SELECT ON a TO b', 'a grant all students get'],
    ),
    rule(
      'DATABASE_SHELL',
      0.85,
      { starts: ['xp_cmdshell', 'sp_configure', 'sys_exec', 'sys_eval', 'xp_regwrite', 'xp_dirtree'] },
      /(?<![A-Za-z0-9_])(?:xp_cmdshell|xp_regwrite|xp_dirtree|sys_exec|sys_eval)(?:\s{0,4}\(|\s{0,4}['"]|\s{0,2}['"]?,\s{0,2}1)/gi,
      ["EXEC xp_cmdshell 'whoami'", "sp_configure 'xp_cmdshell', 1"],
      ['the procedure xp_cmdshell is off'],
    ),
    rule(
      'DATABASE_SHELL',
      0.8,
      { starts: ['INTO ', 'TO ', 'FROM '] },
      /(?<![A-Za-z0-9_])(?:INTO\s{1,4}(?:OUTFILE|DUMPFILE)\s{1,4}['"]|(?:TO|FROM)\s{1,4}PROGRAM\s{1,4}')/gi,
      ["SELECT '<?php' INTO OUTFILE '/var/www/x.php'", "COPY t FROM PROGRAM 'id'"],
      ['put it into outfile', 'from program to program'],
    ),
    rule(
      'SQL_INJECTION',
      0.8,
      { chars: '\'"' },
      /['"]\s{0,4}\)?\s{0,4}(?:OR|AND|\|\|)\s{1,4}\(?['"]?(?:1['"]?\s{0,2}=\s{0,2}['"]?1|a['"]?\s{0,2}=\s{0,2}['"]?a|x['"]?\s{0,2}=\s{0,2}['"]?x|true)['"]?(?!\w)/gi,
      ["' OR 1=1 --", "admin' or '1'='1", '" OR "a"="a', "') OR ('1'='1"],
      ["it's or isn't", "WHERE a = 'b' OR c = 'd'"],
    ),
    rule(
      'SQL_INJECTION',
      0.8,
      { starts: ['UNION '] },
      /(?<![A-Za-z0-9_])UNION\s{1,4}(?:ALL\s{1,4})?SELECT\s{1,4}(?:NULL|\d{1,3}|@@version|version\(\)|user\(\)|database\(\)|username|user|login)\s{0,2},\s{0,2}(?:NULL|\d{1,3}|@@version|version\(\)|user\(\)|database\(\)|pass(?:word)?|passwd|table_name|CHAR\()/gi,
      ["1' UNION SELECT NULL,NULL--", 'union all select 1,2,3', 'UNION SELECT username, password FROM users'],
      ['SELECT a FROM b UNION SELECT c FROM d', 'the union select committee'],
    ),
    rule(
      'SQL_INJECTION',
      0.75,
      { starts: ['SLEEP', 'BENCHMARK', 'WAITFOR', 'pg_sleep', 'EXTRACTVALUE', 'UPDATEXML'] },
      /(?<=['")]\s{0,4}(?:AND|OR|;|\|\||\))\s{0,4}(?:\(?SELECT\s{1,4})?)(?:SLEEP\s?\(\s?\d{1,3}\s?\)|BENCHMARK\s?\(\s?\d{4,10}\s?,|WAITFOR\s{1,4}DELAY\s{1,4}'|pg_sleep\s?\(\s?\d{1,3}|EXTRACTVALUE\s?\(|UPDATEXML\s?\()/gi,
      ["1' AND SLEEP(5)--", "'; WAITFOR DELAY '0:0:5'--", "1') OR pg_sleep(10)--"],
      ['sleep(5)', 'await sleep(100)'],
    ),
    rule(
      'NOSQL_DESTRUCTION',
      0.75,
      { chars: '.' },
      /(?<=db|\])\.(?:[A-Za-z_]\w{0,63}\.)?(?:dropDatabase\(\s?\)|drop\(\s?\)|(?:remove|deleteMany)\(\s?\{\s?\}\s?\))/g,
      ['db.dropDatabase()', 'db.users.drop()', 'db.users.deleteMany({})'],
      ['db.users.deleteMany({ old: true })', 'list.drop()'],
    ),
    rule(
      'NOSQL_INJECTION',
      0.7,
      { chars: '$' },
      /(?<=["']?(?:user(?:name)?|pass(?:word)?|email|login)["']?\s{0,2}(?::\s{0,2}\{\s{0,2}["']?|\[))\$(?:ne|gt|gte|regex|nin)["']?\s{0,2}(?::\s{0,2}(?:null|"{2}|'{2}|"\.\*"|\d{1,2})|\]=)/gi,
      ['{"username": {"$ne": null}, "password": {"$ne": null}}', 'username[$ne]=x&password[$gt]='],
      ['{ "age": { "$gt": 21 } }', '{"status": {"$ne": "closed"}}'],
    ),
    rule(
      'NOSQL_DESTRUCTION',
      0.75,
      { starts: ['FLUSHALL', 'FLUSHDB'] },
      /(?<![A-Za-z0-9_-])FLUSH(?:ALL|DB)(?:\s{1,2}(?:ASYNC|SYNC))?(?=\s{0,4}(?:["';]|[\r\n]))/g,
      ['redis-cli "FLUSHALL"', 'FLUSHDB ASYNC\n'],
      ['the FLUSHALL command removes', 'flushall'],
    ),
  ],
  DATABASE_FACTS,
);
