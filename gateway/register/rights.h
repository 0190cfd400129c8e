/*
 * rights.h - what each role may do in the register; for register/ alone
 */
#ifndef REGISTER_RIGHTS_H
#define REGISTER_RIGHTS_H

#include "register/db.h"

#include <sqlite3.h>

/*
 * From here on the connection prepares only what the role may do: everything
 * not named in the table of rights.c is refused.  The owner may do all.  role
 * must live as long as the connection.
 */
void rights_install(sqlite3 *sqlite, enum db_role *role);

#endif
